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
report-how-date-text = Amounts are those recorded by { $day }. The state of actions, their leads and the texts are those of the moment when the report was computed.

## Money

report-money = The contributions
report-money-intro = Who promised, confirmed and gave what. The amounts come from the platform's ledger of contributions, in which every movement stays written with its date, and are those recorded by { $day }.
report-money-by-axis = Contributions by axis
report-money-by-contributor = Contributions to the whole plan, by organisation
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
report-actions-of-axis = Actions of axis { $code } and the contributions they received
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

## The page

report-page-form = Another day
report-page-day = As of
report-page-submit = Show
report-page-today = As of today
report-page-json = Download all data of this report (JSON)
report-page-plan = The plan
