"""The English words that requests are made of: what a mistyped word may have been meant to be."""

from __future__ import annotations

import re

from workprint.ops import registry

from .words import CONCEPTS, MOODS

COMMON = frozenset(
    """about above across after again against almost along already always among anything around asked because
    been before behind being below best better between beyond both bottom bring brought build built call called
    came camera cannot careful carry catch caught change check child children choose city class clean clear close
    coffee cold color come company could country cover cross crowd daily dark date daughter days deal dear deep
    demo done door doing down dream drive during each early earth east easy edge eight either else enough even evening
    ever every exactly example extra eyes face fact fall false family fast father fast feel feet field final find fine
    fire first fish five flat floor flow focus follow food foot force form found four free fresh friend from front full
    game garden gave girl give given glad glass goes going gold gone good great green ground group grow guess guide half
    hand happy hard have head hear heart heavy held help here high hill hold home hope horse hour house huge human
    idea image inside into item join july june jump just keep kept kind king know known land large last late later
    laugh lead learn least leave left less lets level life lift light like line list little live local long look lost
    lots love lower lunch made main make many march mark match maybe mean meet mention mind minute mirror moment money
    month more morning most mother mountain mouse mouth move much must name near need never news next nice night nine none
    north nose note nothing notice number ocean offer often once only open order other over page paint pair paper park
    part party past path people perfect person phone photo pick piece pink place plan plane plant play please plus point
    pool poor post pretty price print prob product program public pull purple push queen quick quite radio rain raise
    random range rather reach read ready real really reason record right ring rise river road rock room rough round rule
    safe said same sand save says scale school score second seem seen sell send sense serve seven shape share sharp she
    ship shop should show shown side sign silver since sing site size skin slow small smart smile snow social soft some
    song soon sort soul south space spare speak spoke spot spread spring stage stand star start state stay step still
    stone stop store story straight street strong stuff style such sugar suit summer sure table take taken talk tall
    teach team tell than thank that their them then there these they thick thin thing think third this those though
    three through throw tight tiny today together told took topic total touch toward town track trade train travel treat
    tree trip true truth trust turn twice type under until upper used user using usual very video view visit voice vote
    wait walk wall want warm wash watch water wave ways wear week well went were west what wheel when where which while
    white whole wide wife wild will wind window winter wish with within without woman women wonder wood word work world
    worth would write wrong wrote year yellow yesterday young your sunset sunrise beach interview pricing meeting
    office holiday birthday wedding product client customer review tutorial lesson episode podcast channel website
    landing drone bridge kitchen selfie weather poem essay email facebook twitter whatsapp discord plain noisy noise
    hiss hum wind shaky shake steady cropped crop scenes lately cats hardly barely drown stops stages trial trails
    trains strain clips chips slips flips ships light sight might fight later matter letter better litter center enter
    poster faster master darker harder larger closer close loose lose louder sound pound hound mound wound couch coach
    reach teach peach black block clock flock stock shock knock blank bland brand grand print paint saint faint""".split()
)


def _collect() -> frozenset[str]:
    text = " ".join(en for en, _ in CONCEPTS.values()) + " " + " ".join(MOODS.values())
    text = re.sub(r"\\[wsdb][+*]?|\(\?[=!<]+", "(", text)
    text = re.sub(r"(?<![a-z])\(\?:", " ", text)
    found = set(re.findall(r"(?<![a-z])[a-z]{3,}(?![a-z(\[?])", text))
    for op in registry().values():
        for phrase in (*op.say.get("en", ()), op.title.get("en", ""), op.examples.get("en", "")):
            found.update(re.findall(r"[a-z]{3,}", phrase.lower()))
    return frozenset(found | set(_MORE.split()))


_MORE = """remove delete trim silence silences pause pauses transition transitions background subtitle subtitles
    beginning ending vertical portrait landscape square brightness contrast saturation temperature sharpen stabilize
    stabilise stabilization denoise normalize normalise loudness volume music title titles caption captions overlay
    export render preview download upload credits balance status tracks timeline duplicate reverse rotate mirror
    horizontally vertically seconds minutes second minute milliseconds percent quality resolution format voiceover
    highlight filler fillers words retakes section sections original instead transcript undo redo speed faster slower
    louder quieter brighter darker warmer cooler bigger smaller larger shorter longer crossfade dissolve vignette
    cinematic vintage effect effects filter picture corner everything segment segments clips video audio sound"""

KNOWN = _collect()
