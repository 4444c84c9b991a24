# Names of states and kinds, as `group-value`. The values are those of the enums of cordata-domain.

plan-state-draft = Being drafted
plan-state-consultation = Open for consultation
plan-state-adopted = Adopted
plan-state-in-force = In force
plan-state-closed = Closed
plan-state-reported = Reported on

action-state-draft = Being drafted
action-state-active = Under way
action-state-completed = Completed
action-state-abandoned = Abandoned

competence-own = Remit of the metropolitan city
competence-others = Remit of other bodies
competence-shared = Shared remit

city-role-delivers = Delivers
city-role-directs = Directs
city-role-stimulates = Stimulates
city-role-promotes = Promotes

actor-group-institutional-body = Institutional bodies
actor-group-economic-or-social-party = Economic and social parties
actor-group-civil-society = Civil society
actor-group-university-or-training-body = Universities and training bodies

table-kind-permanent-mountain = Permanent mountain table
table-kind-coordination = Coordination table
table-kind-thematic = Thematic table
table-kind-zone = Homogeneous-zone table
table-kind-working-group = Working group

table-state-proposed = Proposed
table-state-active = Active
table-state-suspended = Suspended
table-state-dissolved = Dissolved

publicity-public = Public
publicity-reserved = Confidential

seat-kind-ex-officio = Member by right of office
seat-kind-effective = Full member
seat-kind-invited = Permanent guest
seat-kind-technical-support = Technical support

seat-state-invited = Invited to join
seat-state-active = Active
seat-state-suspended = Suspended
seat-state-ended = Ended

holder-capacity-titular = Titular
holder-capacity-substitute = Substitute

meeting-kind-ordinary = Ordinary
meeting-kind-urgent = Urgent
meeting-kind-second-call = Second call

meeting-mode-in-person = In person
meeting-mode-remote = Remote
meeting-mode-hybrid = In person and remote

meeting-state-draft = Being prepared
meeting-state-convened = Convened
meeting-state-postponed = Postponed
meeting-state-open = Under way
meeting-state-closed = Closed
meeting-state-cancelled = Cancelled

meeting-outcome-valid = Valid meeting
meeting-outcome-inquorate = Quorum not reached

agenda-item-kind-information = For information
agenda-item-kind-discussion = For discussion
agenda-item-kind-decision = For decision

agenda-item-state-open = Not yet dealt with
agenda-item-state-discussed = Dealt with
agenda-item-state-decided = Decided
agenda-item-state-deferred = Deferred to the next meeting

answer-kind-attending = Will attend
answer-kind-substitute-attends = The substitute will attend
answer-kind-absent = Absent

presence-in-person = Present in the room
presence-remote = Present remotely
presence-absent = Absent

decision-method-consensus = Consensus
decision-method-open-vote = Open vote
decision-method-secret-vote = Secret vote

majority-simple = Simple majority
majority-absolute = Absolute majority
majority-qualified = Qualified majority (two thirds)

decision-state-adopted = Adopted
decision-state-rejected = Rejected
decision-state-superseded = Superseded

follow-up-state-open = Not yet started
follow-up-state-in-progress = In progress
follow-up-state-done = Done
follow-up-state-verified = Verified
follow-up-state-cancelled = Cancelled

mail-state-queued = Queued
mail-state-leased = Being processed
mail-state-sent = Handed to the mail server
mail-state-uncertain = Outcome uncertain
mail-state-deferred = Deferred
mail-state-failed = Not sent
mail-state-suppressed = Invalid address
mail-state-expired = Expired before delivery
mail-state-skipped = Not sent because no longer due

role-delegate = Delegate of the organisation
role-org-manager = Manager of the organisation
role-secretariat = Secretariat
role-steward = Data steward
role-auditor = Auditor
role-platform-admin = Platform administrator

ground-everyone = Everyone
ground-operator = Operator of the installation
ground-signed-in = Anyone signed in
ground-themselves = The person concerned
ground-delegate = Delegate of the organisation
ground-seat-holder = Holder of a seat at the table
ground-org-manager = Manager of the organisation
ground-coordinator = Coordinator of the table
ground-secretariat = Secretariat
ground-steward = Data steward
ground-auditor = Auditor
ground-platform-admin = Platform administrator

project-state-idea = Idea
project-state-co-design = In co-design
project-state-approved = Approved
project-state-implementing = Under way
project-state-finalising = Being closed
project-state-closed = Closed
project-state-suspended = Suspended
project-state-cancelled = Cancelled

commitment-state-pledged = Pledged
commitment-state-confirmed = Confirmed
commitment-state-closed = Closed
commitment-state-revoked = Revoked
commitment-state-decommitted = Decommitted
in-kind-state-declared = Reported
in-kind-state-documented = Documented
in-kind-state-accepted = Accepted
in-kind-state-rejected = Rejected

nature-cash = In money
nature-in-kind = In kind

entry-kind-pledged = Pledged
entry-kind-confirmed = Confirmed
entry-kind-reduced = Reduced
entry-kind-ordered = Ordered
entry-kind-paid = Paid
entry-kind-reversed = Reversed

proposal-state-draft = Being written
proposal-state-open = Open
proposal-state-adopted = Adopted
proposal-state-withdrawn = Withdrawn

change-unchanged = Unchanged
change-added = Added
change-removed = Removed
change-changed = Changed

contribution-kind-idea = Idea
contribution-kind-proposal = Proposal
contribution-kind-offer = Offer

contribution-state-received = Received
contribution-state-forwarded = With a table
contribution-state-merged = Taken up by a proposal
contribution-state-declined = Not taken up
