# The sustainability report of a plan.

## Heading and summary

report-title = Sustainability report of the plan { $edition }
report-lead = What was done of the plan, with whose contributions and with what results. As of { $day }.
report-link = Sustainability report: what was done so far
report-summary = In brief
report-summary-actions =
    { $total ->
        [0] The plan has no actions yet.
        [one] The plan has one action: being written { $draft }, being carried out { $active }, completed { $completed }, abandoned { $abandoned }.
       *[other] The plan has { $total } actions: being written { $draft }, being carried out { $active }, completed { $completed }, abandoned { $abandoned }.
    }
report-summary-cash = In money: { $promised } promised, of which { $confirmed } confirmed. Paid so far: { $paid }.
report-summary-in-kind = In kind (work and goods, valued in euro): { $promised } promised, of which { $confirmed } confirmed. Given so far: { $paid }.
report-summary-money-none = No contribution to the actions of the plan is recorded yet.
report-provisional = This report was computed on { $moment } from the data recorded on the platform. It does not replace the document that the body approves and publishes.

## How to read it

report-how = How to read this report
report-how-plan = The plan
report-how-plan-text = It is divided into axes, which are large themes; each axis has strategies and each strategy has actions. Some actions are the metropolitan city's own; others belong to other bodies, and the metropolitan city directs, stimulates or promotes them.
report-how-promised = Promised
report-how-promised-text = What an organisation said it would give, less what was cut or withdrawn. It is a promise: it is not certain yet.
report-how-confirmed = Confirmed
report-how-confirmed-text = The part of what was promised that an act, a decision or an agreement makes certain.
report-how-paid = Paid or given
report-how-paid-text = Money that was really paid, or work and goods that were really given, less what was paid back.
report-how-in-kind = In kind
report-how-in-kind-text = Work and goods, valued in euro. They are never added to money.
report-how-shares = One project for several actions
report-how-shares-text = Where a project serves several actions, its contributions are divided among them by the shares in force on the day of the report. So nothing is counted twice: actions add up to the axis, axes add up to the plan. Shares that belong to actions of other plans, and projects outside the plan, are not included.
report-how-date = The day
report-how-date-text = Amounts are those recorded by { $day }. Indicators speak of days up to then, even where the values were published later. The state of actions, their leads and the texts are those of the moment when the report was computed.

## Money

report-money = The contributions
report-money-intro = Who promised, confirmed and gave what. The amounts come from the platform's ledger of contributions, in which every movement stays written with its date, and are those recorded by { $day }.
report-money-by-axis = Contributions by axis
report-money-by-contributor = Contributions to the whole plan, by organisation
report-money-of-actions = Contributions to the actions of axis { $code } that received any
report-money-of-axis = Contributions to axis { $code }, by organisation
report-money-axis = Axis
report-money-contributor = Organisation
report-money-unnamed = Organisation not named
report-money-cash-promised = Money promised
report-money-cash-confirmed = Money confirmed
report-money-cash-paid = Money paid
report-money-in-kind-promised = In kind promised
report-money-in-kind-confirmed = In kind confirmed
report-money-in-kind-given = In kind given
report-money-progress = Money paid of promised
report-money-progress-none = Nothing promised
report-money-total = Total
report-money-none = No contribution recorded.
report-left-out =
    { $count ->
        [one] The published amounts of one project contradict each other: it is no part of any amount of this report.
       *[other] The published amounts of { $count } projects contradict each other: they are no part of any amount of this report.
    }
report-left-out-cash = In money they would be: { $promised } promised, { $confirmed } confirmed, { $paid } paid.
report-left-out-in-kind = In kind they would be: { $promised } promised, { $confirmed } confirmed, { $paid } given.
report-left-out-none = No project of the plan has amounts that contradict each other: all of them are included.

## Actions

report-actions = The actions
report-actions-counts = How many actions stand where, by axis
report-actions-of-axis = Actions of axis { $code }
report-action = Action
report-action-state = Where it stands
report-action-role = Competence and role of the metropolitan city
report-action-lead = Lead organisation
report-action-lead-none = Not named
report-action-reason = Reason: { $reason }
report-counts-total = All
report-axes = The plan, axis by axis
report-axis-none = This axis has no actions yet.
report-objectives = Objectives
report-objectives-none = No objective published.

## Indicators

report-summary-indicators =
    { $total ->
        [0] The plan has no indicators yet.
        [one] The plan has one indicator: improved { $improved }, stable { $stable }, worsened { $worsened }, without an answer (n.d.) { $missing }.
       *[other] The plan has { $total } indicators: improved { $improved }, stable { $stable }, worsened { $worsened }, without an answer (n.d.) { $missing }.
    }
report-how-start = Starting value
report-how-start-text = What an indicator was when the plan began. Each number says which days it speaks of, who published it and when: often a year or more later.
report-how-outcome = Improved, stable, worsened
report-how-outcome-text = The last value compared with the starting one, in the direction that each indicator names. Stable means that it changed by less than what counts.
report-how-attainment = Way to the target
report-how-attainment-text = Which part of the distance from the starting value to the target was covered: it may be more than 100%, or negative where things moved away.
report-how-missing = n.d.
report-how-missing-text = There is no answer, and the reason stands beside it: a value is missing, is not due yet, or the way of measuring changed and the two numbers cannot be compared. It does not mean zero.
report-indicators = The indicators
report-indicators-intro = Indicators tell whether things really change: in the economy, in society, in the environment. Only values that a second person has checked count. Each indicator is counted once.
report-indicators-counts = How many indicators improved or worsened, by kind
report-indicators-of-axis = Indicators of axis { $code }
report-indicators-of-plan = Indicators of the whole plan
report-indicators-none = No indicator published.
report-indicator = Indicator
report-indicator-class = Kind
report-indicator-last = Last value
report-indicator-target = Target
report-indicator-says = What happened
report-indicator-source = Source: { $source }, published on { $day }
report-indicator-computed = Computed from other indicators
report-indicator-day = on { $day }
report-outcome-improved = Improved
report-outcome-stable = Stable
report-outcome-worsened = Worsened
report-outcome-missing = Without an answer (n.d.)
report-outcome-total = All
report-class-economic = Economic
report-class-social = Social
report-class-environmental = Environmental
report-wanted-higher = More is better
report-wanted-lower = Less is better
report-wanted-neutral = More or less is neither good nor bad in itself
report-wanted-range = Best between { $lo } and { $hi }

## The page

report-page-form = Another day
report-page-day = As of
report-page-submit = Show
report-page-today = As of today
report-page-json = Download all data of this report (JSON)
report-page-plan = The plan
