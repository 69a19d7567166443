"""What every participant allows, as a list, and the rule for those who said nothing."""

from dataclasses import dataclass

from qda_app.domain.messages import say
from qda_app.services.commands.settings import KeepSetting
from qda_app.services.consent import (
    REQUIRED,
    SETTING,
    has_withdrawn,
    may_quote,
    may_share,
    said,
    silence_allows,
    understood,
)
from qda_app.services.reads import Reads


@dataclass(frozen=True, slots=True)
class Permission:
    """What one participant allows; `said` is what is written down, `understood` whether it is."""

    case: str
    said: str
    understood: bool
    quote: bool
    share: bool
    withdrawn: bool


def permissions(read: Reads) -> list[Permission]:
    """Return what every participant allows, in the order of the cases."""
    silence = silence_allows(read)
    return [
        Permission(
            case.name,
            said(case.attributes),
            understood(case.attributes),
            may_quote(case.attributes, silence=silence),
            may_share(case.attributes, silence=silence),
            has_withdrawn(case.attributes),
        )
        for case in read.cases()
    ]


def require_consent(*, required: bool) -> KeepSetting:
    """Return the command that lets silence forbid quoting and sharing, or allow them."""
    label = (
        say("Nothing recorded counts as no consent")
        if required
        else say("Nothing recorded counts as consent")
    )
    return KeepSetting(SETTING, REQUIRED if required else "", label)
