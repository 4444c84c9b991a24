//! Operations worth trying: tabs of the explorer, and what the demo prints.

use crate::explorer::Example;

/// The curated operations, in the order in which they tell most.
pub fn examples() -> Vec<Example> {
    vec![plan_tree(), meetings(), my_seats()]
}

fn plan_tree() -> Example {
    Example {
        name: "The plan: axes, strategies, actions".to_owned(),
        query: "query Plan {\n  plan(by: { edition: \"2021-2023\" }) {\n    edition\n    title\n    state\n    axes {\n      code\n      title\n      strategies {\n        code\n        title\n        actions { code title competence cityRole state }\n      }\n    }\n  }\n}\n"
            .to_owned(),
        variables: None,
    }
}

fn meetings() -> Example {
    Example {
        name: "Meetings: agenda, decisions, who does what until when".to_owned(),
        query: "query Meetings {\n  meetings(first: 5, orderBy: { field: STARTS_AT, direction: DESC }) {\n    totalCount\n    nodes {\n      title\n      startsAt\n      state\n      table { name }\n      agenda { position title kind state }\n      decisions {\n        text\n        state\n        followUps { text due overdue owner { name } }\n      }\n    }\n  }\n}\n"
            .to_owned(),
        variables: None,
    }
}

fn my_seats() -> Example {
    Example {
        name: "Who am I? (with a bearer token in the header editor)".to_owned(),
        query: "query Me {\n  viewer {\n    person { fullName }\n    tables { name slug }\n  }\n}\n".to_owned(),
        variables: None,
    }
}
