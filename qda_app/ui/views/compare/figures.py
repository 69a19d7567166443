"""Figures as they stand on the page: two decimals, without a leading zero."""


def figure(value: float | None) -> str:
    """Return a coefficient such as .78, a dash where there is none."""
    if value is None:
        return "–"
    said = f"{value:.2f}"
    if said == "-0.00":
        said = "0.00"
    return said.replace("0.", ".", 1) if abs(float(said)) < 1 else said


def interval(low: float | None, high: float | None) -> str:
    """Return an interval such as [.69, .86], a dash where there is none."""
    return "–" if low is None or high is None else f"[{figure(low)}, {figure(high)}]"


def share(value: float | None) -> str:
    """Return a share such as 14 %, with decimals where it is small."""
    if value is None:
        return "–"
    percent = 100 * value
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.1f} %"
