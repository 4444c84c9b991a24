# Why somebody may do something, or may not.

access-whole-plan = the whole plan
access-since = { $because }, since { $day }
access-none = { $name } has none of the roles that are needed here: { $grounds }.

access-because-everyone = because it is open to everybody, and so to { $name }
access-because-operator = because { $name } operates the installation at its console
access-because-signed-in = because { $name } is a registered person
access-because-themselves = because { $name } may do so for what is their own, and for nothing else
access-because-delegate = because { $name } is a delegate of { $place }
access-because-seat-holder = because { $name } holds a seat of { $place }
access-because-org-manager = because { $name } manages { $place }
access-because-coordinator = because { $name } coordinates { $place }
access-because-secretariat = because { $name } belongs to the secretariat of { $place }
access-because-steward = because { $name } is a steward of the indicators of { $place }
access-because-auditor = because { $name } audits { $place }
access-because-platform-admin = because { $name } administers the platform

access-ground-everyone = everybody
access-ground-operator = the operator at the console
access-ground-signed-in = a registered person
access-ground-themselves = the person concerned
access-ground-delegate = delegate of the organisation
access-ground-seat-holder = holder of a seat of the table
access-ground-org-manager = manager of the organisation
access-ground-coordinator = coordinator of the table
access-ground-secretariat = secretariat
access-ground-steward = steward of the indicators
access-ground-auditor = auditor
access-ground-platform-admin = administrator of the platform
