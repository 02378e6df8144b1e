"""The English words that requests are made of: what a mistyped word may have been meant to be."""

from __future__ import annotations

import re

from workprint.ops import registry

from .words import CONCEPTS, MOODS

_EVERYDAY = """
    about above across after again against almost along already always among anything around asked barely
    beach because been before behind being below best better between beyond birthday black bland blank block
    both bottom brand bridge bring brought build built call called came camera cannot careful carry catch
    cats caught center change channel check child children chips choose city class clean clear client clips
    clock close closer coach coffee cold color come company couch could country cover crop cropped cross
    crowd customer daily dark darker date daughter days deal dear deep demo discord doing done door down
    dream drive drone drown during each early earth east easy edge eight either else email enough enter
    episode essay even evening ever every exactly example extra eyes face facebook fact faint fall false
    family fast faster father feel feet field fight final find fine fire first fish five flat flips flock
    floor flow focus follow food foot force form found four free fresh friend from front full game garden
    gave girl give given glad glass goes going gold gone good grand great green ground group grow guess
    guide half hand happy hard harder hardly have head hear heart heavy held help here high hill hiss hold
    holiday home hope horse hound hour house huge hum human idea image inside interview into item join july
    jump june just keep kept kind king kitchen knock know known land landing large larger last late lately
    later laugh lead learn least leave left less lesson lets letter level life lift light like line list
    litter little live local long look loose lose lost lots louder love lower lunch made main make many
    march mark master match matter maybe mean meet meeting mention might mind minute mirror moment money
    month more morning most mother mound mountain mouse mouth move much must name near need never news next
    nice night nine noise noisy none north nose note nothing notice number ocean offer office often once
    only open order other over page paint pair paper park part party past path peach people perfect person
    phone photo pick piece pink place plain plan plane plant play please plus podcast poem point pool poor
    post poster pound pretty price pricing print prob product program public pull purple push queen quick
    quite radio rain raise random range rather reach read ready real really reason record review right ring
    rise river road rock room rough round rule safe said saint same sand save says scale scenes school score
    second seem seen selfie sell send sense serve seven shake shaky shape share sharp she ship ships shock
    shop should show shown side sight sign silver since sing site size skin slips slow small smart smile
    snow social soft some song soon sort soul sound south space spare speak spoke spot spread spring stage
    stages stand star start state stay steady step still stock stone stop stops store story straight strain
    street strong stuff style such sugar suit summer sunrise sunset sure table take taken talk tall teach
    team tell than thank that their them then there these they thick thin thing think third this those
    though three through throw tight tiny today together told took topic total touch toward town track trade
    trails train trains travel treat tree trial trip true trust truth turn tutorial twice twitter type under
    until upper used user using usual very video view visit voice vote wait walk wall want warm wash watch
    water wave ways wear weather website wedding week well went were west what whatsapp wheel when where
    which while white whole wide width wife wild will wind window winter wish with within without woman women
    wonder wood word work world worth would wound write wrong wrote year yellow yesterday young your
"""
COMMON = frozenset(_EVERYDAY.split())


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
    stabilise stabilization denoise normalize normalise loudness volume music title titles caption captions overlay overlap
    export render preview download upload credits balance status tracks timeline duplicate reverse rotate mirror
    horizontally vertically seconds minutes second minute milliseconds percent quality resolution format voiceover
    highlight filler fillers words retakes bloopers flubs section sections original instead transcript undo redo speed faster slower
    louder quieter brighter darker warmer cooler bigger smaller larger shorter longer crossfade dissolve vignette
    cinematic vintage effect effects filter picture corner everything something segment segments clips video audio sound"""

KNOWN = _collect()
