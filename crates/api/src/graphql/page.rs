//! Lists that can grow: one implementation of connections for all of them.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Context, Enum, Object, OutputType, Result, SimpleObject, TypeName};
use cordata_app::AppError;
use cordata_app::page::{Direction, Page, Window};

use crate::state::RequestContext;

/// A type that is listed page by page.
pub trait Listed: OutputType + Sized {
    /// The conditions on the list.
    type Filter: Send + Sync;

    /// Reads one page.
    fn page(
        request: &RequestContext,
        filter: &Self::Filter,
        window: &Window,
    ) -> impl Future<Output = Result<Page<Self>, Arc<AppError>>> + Send;

    /// Counts the whole list.
    fn count(
        request: &RequestContext,
        filter: &Self::Filter,
    ) -> impl Future<Output = Result<u64, Arc<AppError>>> + Send;
}

/// Wraps the rows of a page.
pub fn wrapped<R, N>(page: Page<R>, wrap: impl Fn(R) -> N) -> Page<N> {
    let rows = page.rows.into_iter().map(|(cursor, row)| (cursor, wrap(row))).collect();
    Page { rows, has_previous: page.has_previous, has_next: page.has_next }
}

/// The four arguments that choose a page, and which way the list runs.
pub struct PageArguments {
    /// How many from the start.
    pub first: Option<i32>,
    /// From where on.
    pub after: Option<String>,
    /// How many from the end.
    pub last: Option<i32>,
    /// Up to where.
    pub before: Option<String>,
    /// Which way the list runs.
    pub direction: OrderDirection,
}

impl PageArguments {
    fn window(&self) -> Result<Window, AppError> {
        let window = Window::read(self.first, self.after.as_deref(), self.last, self.before.as_deref())?;
        Ok(window.directed(self.direction.into()))
    }
}

/// Which way a list runs.
#[derive(Debug, Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "Direction")]
pub enum OrderDirection {
    /// Smallest, oldest or first in the alphabet first.
    #[default]
    #[graphql(name = "ASC")]
    Ascending,
    /// Greatest, newest or last in the alphabet first.
    #[graphql(name = "DESC")]
    Descending,
}

/// Orders of lists: `orders!(/// … MeetingOrder, MeetingOrderField { /// … StartsAt })`.
macro_rules! orders {
    ($(#[$meta:meta])* $order:ident, $field:ident { $(#[$item_meta:meta])* $item:ident }) => {
        $(#[$meta])*
        #[derive(Debug, async_graphql::InputObject, Clone, Copy)]
        pub struct $order {
            /// What the list is ordered by.
            #[graphql(default)]
            pub field: $field,
            /// Which way it runs.
            #[graphql(default)]
            pub direction: $crate::graphql::page::OrderDirection,
        }

        $(#[$meta])*
        #[derive(Debug, async_graphql::Enum, Clone, Copy, PartialEq, Eq, Default)]
        pub enum $field {
            $(#[$item_meta])*
            #[default]
            $item,
        }

        impl $order {
            /// Which way the list runs where an order may be left out.
            pub fn direction(
                order: Option<Self>,
                otherwise: $crate::graphql::page::OrderDirection,
            ) -> $crate::graphql::page::OrderDirection {
                order.map_or(otherwise, |order| match order.field {
                    $field::$item => order.direction,
                })
            }
        }
    };
}

pub(crate) use orders;

/// One page of a list.
pub struct Connection<N: Listed> {
    edges: Vec<Edge<N>>,
    info: PageInfo,
    /// Nothing fits conditions that name something absent.
    filter: Option<N::Filter>,
}

impl<N: Listed> Connection<N> {
    /// Reads a page. Without a filter, nothing fits: the page is empty.
    pub async fn read(ctx: &Context<'_>, filter: Option<N::Filter>, page: PageArguments) -> Result<Self> {
        let request = RequestContext::of(ctx);
        let window = request.tell(page.window())?;
        let page = match &filter {
            Some(filter) => N::page(request, filter, &window).await.map_err(|error| request.told(&error))?,
            None => Page::empty(),
        };
        let (has_previous_page, has_next_page) = (page.has_previous, page.has_next);
        let rows = page.rows.into_iter();
        let edges: Vec<Edge<N>> = rows.map(|(cursor, node)| Edge { cursor: cursor.encode(), node }).collect();
        let info = PageInfo {
            has_previous_page,
            has_next_page,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(Self { edges, info, filter })
    }
}

impl<N: Listed> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", <N as OutputType>::type_name()).into()
    }
}

/// One page of a list, with the way to the next and the total.
#[Object(name_type)]
impl<N: Listed> Connection<N> {
    /// The entries of this page, each with its place in the list.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The entries of this page, without their places.
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page stands in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.info
    }

    /// How many entries the whole list has. It is counted only when it is asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let request = RequestContext::of(ctx);
        match &self.filter {
            Some(filter) => N::count(request, filter).await.map_err(|error| request.told(&error)),
            None => Ok(0),
        }
    }
}

/// An entry of a list with its place.
pub struct Edge<N: Listed> {
    cursor: String,
    node: N,
}

impl<N: Listed> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", <N as OutputType>::type_name()).into()
    }
}

/// An entry of a list, with its place.
#[Object(name_type)]
impl<N: Listed> Edge<N> {
    /// The place in the list, for `after` and `before`. It stays good when entries are added or removed.
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The entry.
    async fn node(&self) -> &N {
        &self.node
    }
}

/// Where a page stands in its list.
#[derive(Debug, SimpleObject)]
pub struct PageInfo {
    /// Whether entries come before this page.
    has_previous_page: bool,
    /// Whether entries come after this page.
    has_next_page: bool,
    /// The place of the first entry; null on an empty page.
    start_cursor: Option<String>,
    /// The place of the last entry; null on an empty page.
    end_cursor: Option<String>,
}
