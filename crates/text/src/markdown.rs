//! Markdown that members write, as HTML for pages and mails and as plain text for the other half of a mail.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative, clean_text};
use comrak::arena_tree::NodeEdge;
use comrak::nodes::{AstNode, ListType, NodeList, NodeValue};
use comrak::options::{Extension, Options, Render};
use comrak::{Arena, format_html, parse_document};

/// HTML that was made here and can stand in a page as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SafeHtml(String);

impl SafeHtml {
    /// The HTML.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SafeHtml {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The highest heading: pages and mails use the two levels above for themselves.
const TOP_HEADING: u8 = 3;

/// Turns Markdown into HTML. HTML inside it is left out; links go to `http`, `https` and `mailto` only; headings begin
/// at the third level.
pub fn to_html(markdown: &str) -> SafeHtml {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    if is_too_deep(root) {
        return SafeHtml(format!("<p>{}</p>", clean_text(markdown.trim())));
    }
    for node in root.descendants() {
        if let NodeValue::Heading(heading) = &mut node.data_mut().value {
            heading.level = (heading.level + TOP_HEADING - 1).min(6);
        }
    }
    let mut html = String::new();
    if format_html(root, &OPTIONS, &mut html).is_err() {
        return SafeHtml::default();
    }
    SafeHtml(ALLOWED.clean(&html).to_string())
}

/// Turns Markdown into plain text: the words without their marks, lists with dashes or numbers, links with their
/// address behind them. Lines are not wrapped; the text ends without a line break.
pub fn to_plain(markdown: &str) -> String {
    let arena = Arena::new();
    let root = parse_document(&arena, markdown, &OPTIONS);
    if is_too_deep(root) {
        return markdown.trim().to_owned();
    }
    let mut text = String::new();
    write_blocks(root, "", &mut text);
    text.trim_end().to_owned()
}

/// Quotations in lists in quotations: nobody writes more levels, and each costs stack here and in mail programs.
const DEEPEST: usize = 64;

fn is_too_deep<'a>(root: &'a AstNode<'a>) -> bool {
    let mut depth = 0_usize;
    root.traverse().any(|edge| {
        match edge {
            NodeEdge::Start(_) => depth += 1,
            NodeEdge::End(_) => depth -= 1,
        }
        depth > DEEPEST
    })
}

static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| Options {
    extension: Extension { strikethrough: true, table: true, autolink: true, ..Extension::default() },
    render: Render { r#unsafe: false, ..Render::default() },
    ..Options::default()
});

static ALLOWED: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    let attributes = [("a", HashSet::from(["href", "title"])), ("ol", HashSet::from(["start"]))];
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from(attributes))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    builder
});

/// Writes the blocks of a document, a quotation or a list item. `indent` stands before every line but the first.
fn write_blocks<'a>(parent: &'a AstNode<'a>, indent: &str, out: &mut String) {
    for (index, block) in parent.children().enumerate() {
        if index > 0 {
            part(is_close(block), indent, out);
        }
        write_block(block, indent, out);
    }
}

/// Ends a block: the next one begins on the next line, or behind an empty one.
fn part(close: bool, indent: &str, out: &mut String) {
    out.push_str(if close { "\n" } else { "\n\n" });
    out.push_str(indent);
}

/// Whether a block stands close to the one before: a list inside an item of a tight list, a row of a table.
fn is_close<'a>(block: &'a AstNode<'a>) -> bool {
    let in_tight_list = || {
        let list = block.parent().and_then(AstNode::parent);
        list.is_some_and(|list| matches!(&list.data().value, NodeValue::List(list) if list.tight))
    };
    match &block.data().value {
        NodeValue::List(_) => in_tight_list(),
        NodeValue::TableRow(_) => true,
        _ => false,
    }
}

fn write_block<'a>(block: &'a AstNode<'a>, indent: &str, out: &mut String) {
    match &block.data().value {
        NodeValue::List(list) => write_list(block, list, indent, out),
        NodeValue::BlockQuote => {
            out.push_str("> ");
            write_blocks(block, &format!("{indent}> "), out);
        }
        NodeValue::CodeBlock(code) => out.push_str(&code.literal.trim_end().replace('\n', &format!("\n{indent}"))),
        NodeValue::ThematicBreak => out.push_str("---"),
        NodeValue::HtmlBlock(_) => {}
        NodeValue::Table(_) => write_blocks(block, indent, out),
        NodeValue::TableRow(_) => write_cells(block, indent, out),
        _ => write_inlines(block, indent, out),
    }
}

fn write_list<'a>(node: &'a AstNode<'a>, list: &NodeList, indent: &str, out: &mut String) {
    for (index, item) in node.children().enumerate() {
        if index > 0 {
            part(list.tight, indent, out);
        }
        let mark = match list.list_type {
            ListType::Bullet => "- ".to_owned(),
            ListType::Ordered => format!("{}. ", list.start.saturating_add(index)),
        };
        out.push_str(&mark);
        write_blocks(item, &format!("{indent}{}", " ".repeat(mark.len())), out);
    }
}

fn write_cells<'a>(row: &'a AstNode<'a>, indent: &str, out: &mut String) {
    for (index, cell) in row.children().enumerate() {
        if index > 0 {
            out.push_str(" | ");
        }
        write_inlines(cell, indent, out);
    }
}

fn write_inlines<'a>(parent: &'a AstNode<'a>, indent: &str, out: &mut String) {
    for inline in parent.children() {
        match &inline.data().value {
            NodeValue::Text(text) => out.push_str(text),
            NodeValue::Code(code) => out.push_str(&code.literal),
            NodeValue::SoftBreak => out.push(' '),
            NodeValue::LineBreak => {
                out.push('\n');
                out.push_str(indent);
            }
            NodeValue::HtmlInline(_) => {}
            NodeValue::Link(link) => {
                let start = out.len();
                write_inlines(inline, indent, out);
                let words = out.get(start..).unwrap_or_default();
                let address = link.url.strip_prefix("mailto:").unwrap_or(&link.url);
                if words != address && is_shown(&link.url) {
                    out.extend([" (", address, ")"]);
                }
            }
            _ => write_inlines(inline, indent, out),
        }
    }
}

/// Whether the address of a link may be shown: the schemes are those of the HTML.
fn is_shown(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme))
}

#[cfg(test)]
mod tests;
