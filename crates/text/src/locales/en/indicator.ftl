## Refusals

refusal-four-eyes = Whoever entered the value cannot validate it: ask another person.
refusal-series-break = The series was broken and takes no more values: use series { $current }.
refusal-future-period = The period is not over yet: give one that ends on { $today } at the latest.
refusal-overlapping-period = There is a value for the period from { $from } to { $to } already: choose another period, or correct the value.
refusal-implausible-value = The value is hard to believe: check it, or confirm it with a note.
refusal-baseline-exists = The plan has a baseline of this series already: to change it, begin a new series.

## Deviations

deviation-points = points
deviation-change = { $change } { $unit }
deviation-relative = ({ $relative })
deviation-no-relative = (no percentage: it started from zero)
deviation-trend-improved = improved
deviation-trend-stable = stable
deviation-trend-worsened = worsened
deviation-trend-neither = neither good nor bad
deviation-attainment = { $percent } of the way to the target
deviation-class-reached = reached
deviation-class-on-track = on track
deviation-class-moderate = moderate
deviation-class-insufficient = insufficient
deviation-class-moving-away = moving away
deviation-kept = kept as intended
deviation-not-kept = not kept
deviation-no-target = no target was set
deviation-no-equal-period = the target speaks of a period of another length
deviation-too-large = the result is too large
deviation-partial = partial value
not-computable = n.d.: { $reason }
not-computable-no-baseline = the plan has no baseline
not-computable-no-measurement = no validated measurement after the baseline
not-computable-no-equal-period = what was measured speaks of periods of another length
not-computable-not-comparable = not comparable, the way of measuring changed
not-computable-missing-not-available = the value is not available
not-computable-missing-not-applicable = the value is not applicable
not-computable-missing-not-yet-due = the value is not due yet
not-computable-missing-confidential = the value is confidential
not-computable-zero-denominator = a ratio with denominator zero
not-computable-too-old = the last measurement is too old
not-computable-qualitative = the indicator is qualitative
not-computable-part-missing = a part of the index is missing
not-computable-too-large = the result is too large
indicator-state-draft = being prepared
indicator-state-active = active
indicator-state-retired = retired
measurement-state-draft = draft
measurement-state-submitted = to be validated
measurement-state-validated = validated
measurement-state-published = published
measurement-state-superseded = replaced

## Pages

indicator-class-economic = Economic
indicator-class-social = Social
indicator-class-environmental = Environmental
page-indicators-lead = What is measured, how it changed, and where the numbers come from.
page-indicators-link = The indicators with all their values
page-indicator-code = Code
page-indicator-wanted = Direction
page-indicator-unit = Unit
page-indicator-unit-percent = percentage
page-indicator-source = Source
page-indicator-steward = Organisation in charge
page-indicator-course = Since the start of the plan { $edition }
page-indicator-goals = Start, last value and target
page-indicator-goals-caption = The values of the plan with their sources. The bars repeat the numbers.
page-indicator-what = What
page-indicator-value = Value
page-indicator-period = Period
page-indicator-published = Published on
page-indicator-series = All values
page-indicator-series-intro = A series holds values that were measured in the same way: when the way changes, another one begins. A missing value is shown as n.d. with the reason: it does not mean zero.
page-indicator-series-since = Measured this way since { $day }.
page-indicator-series-caption = The published values, oldest first. The bars repeat the numbers.
page-indicator-series-none = No value was published in this series.
page-indicator-broken = The series was broken: these values are not comparable with those of earlier series. Reason: { $reason }
