use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn html(markdown: &str) -> String {
    to_html(markdown).to_string()
}

#[test]
fn what_members_write() {
    assert_eq!(html("Un *primo* **punto**."), "<p>Un <em>primo</em> <strong>punto</strong>.</p>\n");
    assert_eq!(html("- uno\n- due"), "<ul>\n<li>uno</li>\n<li>due</li>\n</ul>\n");
    assert_eq!(html("4. quattro\n5. cinque"), "<ol start=\"4\">\n<li>quattro</li>\n<li>cinque</li>\n</ol>\n");
    assert_eq!(html("~~vecchio~~ `codice`"), "<p><del>vecchio</del> <code>codice</code></p>\n");
    assert!(html("| a | b |\n|---|---|\n| 1 | 2 |").contains("<td>1</td>"));
    assert_eq!(html(""), "");
}

#[test]
fn headings_begin_at_the_third_level() {
    assert_eq!(html("# Uno\n## Due\n###### Sei"), "<h3>Uno</h3>\n<h4>Due</h4>\n<h6>Sei</h6>\n");
    assert_eq!(html("Uno\n==="), "<h3>Uno</h3>\n");
}

#[test]
fn links_are_followed_by_people_only() {
    let link = |url: &str| format!("<p><a href=\"{url}\" rel=\"noopener nofollow\">atti</a></p>\n");
    for url in ["https://www.example.org/atti", "http://example.org/", "mailto:segreteria@example.org"] {
        assert_eq!(html(&format!("[atti]({url})")), link(url));
    }
    assert!(html("Vedi https://example.org/a").contains("href=\"https://example.org/a\""));
}

#[rstest]
#[case("<script>alert(1)</script>")]
#[case("<scr<script>ipt>alert(1)</scr</script>ipt>")]
#[case("[x](javascript:alert(1))")]
#[case("[x](JaVaScRiPt:alert(1))")]
#[case("[x](java&#x0A;script:alert(1))")]
#[case("[x](&#106;avascript:alert(1))")]
#[case("[x](\u{1}javascript:alert(1))")]
#[case("[x](data:text/html;base64,PHNjcmlwdD4=)")]
#[case("[x](vbscript:x)")]
#[case("[x](file:///etc/passwd)")]
#[case("[x](//example.org)")]
#[case("[x](/relativo)")]
#[case("<javascript:alert(1)>")]
#[case("<img src=x onerror=alert(1)>")]
#[case("![x](https://example.org/pixel.png)")]
#[case("![x](x \"y\\\" onerror=\\\"alert(1)\")")]
#[case("[x](https://example.org \"\\\" onmouseover=\\\"alert(1)\")")]
#[case("<a href=\"https://example.org\" onclick=\"alert(1)\">x</a>")]
#[case("<svg/onload=alert(1)>")]
#[case("<iframe src=\"javascript:alert(1)\"></iframe>")]
#[case("<style>p{background:url(x)}</style>")]
#[case("<math><mi//xlink:href=\"data:x,<script>alert(4)</script>\">")]
#[case("&lt;script&gt;alert(1)&lt;/script&gt;")]
#[case("```\n</code></pre><script>alert(1)</script>\n```")]
#[case("<!-- --!><script>alert(1)</script> -->")]
#[case("<p style=\"x\" class=\"y\" id=\"z\">x")]
fn hostile_texts_do_nothing(#[case] hostile: &str) {
    let html = html(hostile);
    let tags: Vec<&str> = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()).collect();
    for tag in tags {
        let name = tag.trim_start_matches('/').split(' ').next().unwrap();
        assert!(["p", "a", "pre", "code"].contains(&name), "{hostile}: {html}");
        let forbidden = ["script:", "data:", "file:", "src", "style", "class", "id=", "href=\"/"];
        assert!(!forbidden.iter().any(|word| tag.to_ascii_lowercase().contains(word)), "{hostile}: {html}");
        let outside_quotes: String = tag.split('"').step_by(2).collect();
        assert!(!outside_quotes.contains("on"), "{hostile}: {html}");
    }
}

#[test]
fn broken_entities_and_characters_stay_text() {
    assert_eq!(
        html("&#0; &#xD800; &#99999999; &bogus; &amp"),
        "<p>\u{fffd} \u{fffd} &amp;#99999999; &amp;bogus; &amp;amp</p>\n"
    );
    assert_eq!(html("a\u{0}b"), "<p>a\u{fffd}b</p>\n");
}

#[test]
fn plain_text_says_the_same() {
    let markdown = "# Titolo\n\nUn *primo* [atto](https://example.org/a), scrivere a <segreteria@example.org>.\nSegue  \nfine.\n\n\
        - uno\n- due\n  1. interno\n  2. altro\n\n> citato\n> ancora\n\n```\ncodice\n  rientrato\n```\n\n***\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let expected = "Titolo\n\nUn primo atto (https://example.org/a), scrivere a segreteria@example.org. Segue\nfine.\n\n\
        - uno\n- due\n  1. interno\n  2. altro\n\n> citato ancora\n\ncodice\n  rientrato\n\n---\n\na | b\n1 | 2";
    assert_eq!(to_plain(markdown), expected);
    assert_eq!(to_plain("3. tre\n4. quattro"), "3. tre\n4. quattro");
    assert_eq!(to_plain("1. uno\n1. due"), "1. uno\n2. due");
    assert_eq!(to_plain("1. sciolto\n\n   secondo\n\n2. altro"), "1. sciolto\n\n   secondo\n\n2. altro");
    assert_eq!(to_plain(""), "");
}

#[test]
fn plain_text_shows_no_hostile_address_and_no_html() {
    assert_eq!(to_plain("[qui](javascript:alert(1)) <b>x</b>\n\n<script>y</script>"), "qui x");
    assert_eq!(to_plain("https://example.org/a"), "https://example.org/a");
}

proptest! {
    #[test]
    fn any_text_is_rendered_without_forbidden_tags(text in "(\\PC|[<>\\[\\]()\"'`*_#|&;\n]){0,120}") {
        let html = html(&text).to_ascii_lowercase();
        prop_assert!(!html.contains("<script") && !html.contains("<img") && !html.contains("javascript:\""));
        prop_assert!(to_plain(&text).len() <= text.len() * 8 + 16);
    }
}

#[test]
fn what_is_nested_beyond_measure_is_shown_as_it_was_written() {
    for level in ["> ", "- ", "*_"] {
        let nested = format!("{}testo", level.repeat(9_000));
        assert!(to_plain(&nested).contains("testo"), "{level}");
        assert!(to_html(&nested).as_str().contains("testo"), "{level}");
    }
    assert_eq!(to_plain("> > citato"), "> > citato");
}
