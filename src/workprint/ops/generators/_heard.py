"""What generated sounds have in common."""

from workprint.graph import Audio, Node
from workprint.ops.operation import Context


def heard(node: Node, context: Context) -> Audio:
    """The first `context.samples` samples of a source: stereo float; silence where it ends sooner."""
    samples = context.samples
    return (
        Audio(node, samples=samples)
        .filter("aresample", osr=48_000)
        .filter("aformat", sample_fmts="fltp", channel_layouts="stereo")
        .filter("apad", whole_len=samples)
        .filter("atrim", end_sample=samples)
    )
