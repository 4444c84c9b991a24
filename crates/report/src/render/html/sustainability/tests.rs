use super::*;
use crate::build::sustainability_report;
use crate::testing::facts;

fn report() -> SustainabilityReport {
    sustainability_report(&facts())
}

/// Amounts are written with no-break spaces, which nobody sees in a snapshot.
fn plain(html: &str) -> String {
    html.replace('\u{a0}', " ")
}

#[test]
fn the_report_in_italian() {
    insta::assert_snapshot!(plain(&document(&report(), &Locale::italian()).unwrap()));
}

#[test]
fn the_report_in_english_as_a_part_of_a_page() {
    let article = article(&report(), &Locale::english(), Some("/en/projects")).unwrap();
    insta::assert_snapshot!(plain(&format!("{}\n{}\n{}", article.title, article.lead, article.body)));
}

#[test]
fn headings_go_down_one_level_at_a_time_and_ids_are_unique() {
    let html = document(&report(), &Locale::italian()).unwrap();
    let levels: Vec<u32> =
        html.split("<h").skip(1).filter_map(|rest| rest.chars().next().and_then(|level| level.to_digit(10))).collect();
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
    let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(ids.iter().collect::<std::collections::HashSet<_>>().len(), ids.len(), "{ids:?}");
    for labelled in html.split("aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(ids.contains(&labelled), "{labelled}");
    }
    assert!(!html.contains("<verde>") && !html.contains("<Dislivelli>") && !html.contains("style=\""));
}
