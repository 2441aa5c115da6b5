"""The subjects whose visits nobody may be able to list, and those that need care: codes and words.

Codes: ICD-10-CM of April 2026 (CDC and NCHS), the heads under which every code belongs to the
subject; ICD-9-CM's external causes and observation codes; SNOMED CT concepts that published
definitions name. `docs/privacy.md` says what the policies mean.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from transpiler.definition import Policy

HEADS: Final[Mapping[Policy, Mapping[str, str]]] = {
    Policy.NO_CASE_FINDING: {
        "T745": "forced sexual exploitation, confirmed",
        "T746": "forced labor exploitation, confirmed",
        "T765": "forced sexual exploitation, suspected",
        "T766": "forced labor exploitation, suspected",
        "Z0481": "examination following forced sexual exploitation",
        "Z0482": "examination following forced labor exploitation",
        "Z62813": "forced labor or sexual exploitation in childhood",
        "Z9142": "history of forced labor or sexual exploitation",
        "Y076": "multiple perpetrators of maltreatment and neglect",
        "713834002": "victim of child sexual exploitation",
        "716565009": "at increased risk of child sexual exploitation",
        "734998001": "victim of human trafficking",
    },
    Policy.SENSITIVE: {
        "T74": "abuse, neglect and other maltreatment, confirmed",
        "T76": "abuse, neglect and other maltreatment, suspected",
        "Y07": "perpetrator of assault, maltreatment and neglect",
        **{f"X{number}": "assault" for number in range(92, 100)},
        **{f"Y0{number}": "assault" for number in (0, 1, 2, 3, 4, 8, 9)},
        **{f"X{number}": "intentional self-harm" for number in range(71, 84)},
        "T1491": "suicide attempt",
        "R4585": "homicidal and suicidal ideations",
        "R4588": "nonsuicidal self-harm",
        "Z915": "history of self-harm",
        "T71": "asphyxiation, strangulation among it",
        **{f"T{number}": "poisoning" for number in range(36, 50)},
        # T50.A to T50.Z are vaccines and immunoglobulins.
        **{f"T50{digit}": "poisoning" for digit in range(10)},
        "O9A3": "physical abuse complicating pregnancy",
        "O9A4": "sexual abuse complicating pregnancy",
        "O9A5": "psychological abuse complicating pregnancy",
        "Z044": "examination following alleged rape",
        "Z047": "examination following alleged physical abuse",
        "Z6281": "history of abuse in childhood",
        "Z69": "victims and perpetrators of abuse",
        "Z9141": "history of adult abuse",
        "Z5681": "sexual harassment on the job",
        "E95": "suicide and self-inflicted injury",
        "E96": "homicide and injury inflicted by others",
        "V6284": "suicidal ideation",
        "V715": "observation following alleged rape",
        "9955": "child maltreatment",
        "9958": "adult maltreatment",
        "225826001": "victim of sexual abuse",
        "706893006": "victim of intimate partner abuse",
    },
}
"""Policy → beginning of a code, undotted, in capitals → what it is."""

CHILDREN: Final[Mapping[str, int]] = {"T74": 9, "T76": 8, "Z048": 3, "Z6281": 7, "Z914": 3}
"""How many codes stand directly below these; below others ten are taken to."""


def _any_of(*subjects: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(form for forms in subjects for form in forms), re.IGNORECASE)


_TRAFFICKING = (
    r"(?<!drug )\btraffick",
    r"\b(?:human|sex|sexual|labou?r|organ) traf|\bchild traf(?!fic\b)",
    r"\borgan (?:harvest|removal)",
    r"\bforced (?:labou?r|work|servitude|begging|criminal|sex|prostitut|marriage)",
    r"\b(?:coerced|involuntary|exploitative) (?:labou?r|work|sex)",
    r"\blabou?r (?:exploit|bondage|abuse)",
    r"\b(?:involuntary|domestic|sexual) servitude",
    r"\bslave(?:ry|s)?\b|\benslave|\bpeonage\b",
    r"\bdebt bondage|\bbonded labou?r",
    r"\bchild (?:labou?r|marriage|bride|soldier)",
)
_SEXUAL_EXPLOITATION = (
    r"\bsexual(?:ly)? (?:exploit|servitude|slave)|\bsex (?:slave|exploit|trade|tourism|ring)",
    r"\bcommercial(?:ly)? sex|\bsurvival sex|\bcsecy?\b",
    r"\bprostitut|\bsex work|\bpimp(?:s|ed|ing)?\b|\bbrothel",
    r"\bsextort|\bsexual extort",
)
_EXPLOITATION_OF_CHILDREN = (
    r"\bcsam\b|\bcse[am]\b|\bchild (?:sex|porn|prostitut|exploit)",
    r"\bporn\w* (?:of|with) (?:a )?(?:child|minor)",
    r"\b(?:sexual|online|internet|child|cyber) groom|\bgroom(?:ed|ing) (?:of|for|by)\b",
    r"^\W*groom(?:ed|ing)(?: v\w+)?\W*$",
    r"\b(?:online|internet|cyber) (?:entic|solicit|predator|exploit)",
    r"\b(?:entic|solicit)\w* (?:of )?(?:an? )?(?:child|minor|youth)",
    r"\b(?:child|minor|youth) entic|^\W*entic\w*(?: v\w+)?\W*$",
)
_VIOLENCE = (
    r"\bsexual\b|\brape[ds]?\b|\braping\b|\bsodom|\bincest|\bmolest|\bnon-?consensual",
    r"\bviolence\b|\bass[au]+lt|\bbattered|\bbattery\b|\bstrang(?:l|ul)|\bhomicid|\bstalk(?:ed|er|ing)\b",
    r"\bintimate partner|\bipv\b|\bdfsa\b|\bhonou?r (?:kill|based)",
    r"\bfgm\b|\bgenital mutilation",
    r"\babus(?:e|ed|ive)\b|\bneglect|\bmaltreat",
)
_SELF_HARM = (r"\bself[- ]?(?:harm|inj|inflict|mutilat)|\bsuicid|\boverdos|\bover dos",)

WORDS: Final[Mapping[Policy, re.Pattern[str]]] = {
    Policy.NO_CASE_FINDING: _any_of(_TRAFFICKING, _SEXUAL_EXPLOITATION, _EXPLOITATION_OF_CHILDREN),
    Policy.SENSITIVE: _any_of(_VIOLENCE, _SELF_HARM),
}
"""What words call for each policy, in a title, in prose, in a term."""

NOT_FOR_CASE_FINDING: Final = re.compile(r"\bnot\b[^.]{0,60}\bcase[- ]finding\b", re.IGNORECASE)
"""How a page says so itself."""
