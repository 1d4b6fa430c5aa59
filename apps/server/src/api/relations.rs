//! Actors, how two of them stand, and all of them together as a signed network.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use archive::{Archive, CountRow, DyadRow, MonthRow, PlaceRow, StoreError, VolumeRow};
use axum::Json;
use axum::extract::{Path, State as Shared};
use axum::response::{IntoResponse, Response};
use network::balance::triangle;
use network::frustration::{Frustration, frustration, split};
use network::graph::SignedGraph;
use network::ledger::{self, Gatherer};
use network::window::{self, Tie};
use plover::{Date, Status};
use serde::{Deserialize, Serialize};

use super::Page;
use crate::error::{Fault, Problem};
use crate::parameter;
use crate::question::{Asked, MOST, PAGE, day, number};
use crate::state::State;

/// Ties of a network that is drawn or measured on request, the heaviest.
const TIES: usize = 400;
/// Happenings that a network is made of on request, at most.
const HAPPENINGS: usize = 300_000;
/// How long the frustration index may take; after that its bounds are told.
const BUDGET: Duration = Duration::from_secs(2);

/// A span of time.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Span {
    /// First day; by default a year, or for a network a month, before the last.
    #[param(value_type = parameter::Day, inline)]
    pub(crate) since: Option<String>,
    /// Last day; by default the end of the latest month in which something took place.
    #[param(value_type = parameter::Day, inline)]
    pub(crate) until: Option<String>,
    /// Most rows, up to 500.
    #[param(value_type = parameter::Limit, inline)]
    pub(crate) limit: Option<String>,
}

impl Span {
    /// Its days, and how many rows.
    pub(crate) fn days(&self, archive: &Archive, months: i32) -> Result<(Date, Date), Fault> {
        let last = match day(self.until.as_ref(), "until")? {
            Some(day) => day,
            None => match archive.latest_month()? {
                Some(month) => month.add_months(1).add_days(-1),
                None => Date::FIRST.add_months(months),
            },
        };
        let first = match day(self.since.as_ref(), "since")? {
            Some(day) => day,
            None => {
                let into = i32::from(last.day());
                last.add_days(1 - into).add_months(1 - months)
            }
        };
        if first > last {
            return Err(Fault::question(format!(
                "since: {first} is after the last day, {last}"
            )));
        }
        Ok((first, last))
    }

    pub(crate) fn rows(&self) -> Result<usize, Fault> {
        let n = number(self.limit.as_ref(), "limit", MOST)?;
        Ok(n.filter(|n| *n > 0).unwrap_or(PAGE))
    }
}

/// The rows with the most of a span, which has so many months where it does not say: one page.
async fn most<T: Serialize + Send + 'static>(
    state: &State,
    span: Span,
    months: i32,
    ask: impl FnOnce(&Archive, (Date, Date), usize) -> Result<Vec<T>, StoreError> + Send + 'static,
) -> Result<Response, Fault> {
    let page = state
        .read(move |archive| {
            let items = ask(archive, span.days(archive, months)?, span.rows()?)?;
            Ok(Page {
                items,
                next_offset: None,
            })
        })
        .await?;
    Ok(Json(page).into_response())
}

/// Actors by how much they do and what is done to them, in the months of the span.
#[utoipa::path(get, path = "/api/v1/actors", tag = "actors", params(Span), responses(
    (status = 200, description = "A page", body = Page<VolumeRow>),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn actors(
    Shared(state): Shared<State>,
    Asked(span): Asked<Span>,
) -> Result<Response, Fault> {
    most(&state, span, 12, |archive, (since, until), rows| {
        archive.actors(since, until, rows)
    })
    .await
}

/// An actor in a span of time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Actor {
    code: String,
    /// Of the country or body.
    name: Option<&'static str>,
    /// Under which it comes, a few of them.
    names: Vec<String>,
    since: String,
    until: String,
    months: Vec<MonthRow>,
    /// With whom it had to do, the most first.
    partners: Vec<VolumeRow>,
}

/// An actor's acts by month and type, the names it goes by, and with whom it had to do.
#[utoipa::path(get, path = "/api/v1/actors/{code}", tag = "actors",
    params(("code" = String, Path, description = "Its code, such as IRN"), Span), responses(
    (status = 200, description = "Names, acts and partners", body = Actor),
    (status = 400, description = "The question cannot be understood", body = Problem),
    (status = 404, description = "Nothing of it is in the archive", body = Problem)))]
pub(crate) async fn actor(
    Shared(state): Shared<State>,
    Path(code): Path<String>,
    Asked(span): Asked<Span>,
) -> Result<Response, Fault> {
    let answer = state
        .read(move |archive| {
            let (since, until) = span.days(archive, 12)?;
            let names = archive.names_of(&code, 8)?;
            if names.is_empty() {
                return Err(Fault::missing("actor", &code));
            }
            let months = archive.months_of(&code, since, until)?;
            let partners = archive.partners(&code, since, until, span.rows()?)?;
            Ok(Actor {
                name: title(&code),
                code,
                names,
                since: since.to_string(),
                until: until.to_string(),
                months,
                partners,
            })
        })
        .await?;
    Ok(Json(answer).into_response())
}

/// The name of a country or body.
pub(crate) fn title(code: &str) -> Option<&'static str> {
    plover::CountryCode::parse(code).map(plover::CountryCode::name)
}

/// Who acted most upon whom in the month in which the span ends.
#[utoipa::path(get, path = "/api/v1/relations", tag = "relations", params(Span), responses(
    (status = 200, description = "A page", body = Page<DyadRow>),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn top(
    Shared(state): Shared<State>,
    Asked(span): Asked<Span>,
) -> Result<Response, Fault> {
    most(&state, span, 1, |archive, (_, until), rows| {
        archive.top_dyads(until.year(), until.month(), rows)
    })
    .await
}

/// The days of two.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Days {
    /// First day; by default a year before the last.
    #[param(value_type = parameter::Day, inline)]
    since: Option<String>,
    /// Last day; by default the end of the latest month in which something took place.
    #[param(value_type = parameter::Day, inline)]
    until: Option<String>,
}

/// Two in a span of time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Relation {
    a: String,
    b: String,
    since: String,
    until: String,
    a_to_b: Vec<CountRow>,
    b_to_a: Vec<CountRow>,
}

/// What two did to each other, by day, type and status, each way.
#[utoipa::path(get, path = "/api/v1/relations/{a}/{b}", tag = "relations",
    params(("a" = String, Path, description = "A code"), ("b" = String, Path, description = "Another"), Days), responses(
    (status = 200, description = "Rows of the view `daily`, each way", body = Relation),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn relation(
    Shared(state): Shared<State>,
    Path((a, b)): Path<(String, String)>,
    Asked(Days { since, until }): Asked<Days>,
) -> Result<Response, Fault> {
    let span = Span {
        since,
        until,
        limit: None,
    };
    let answer = state
        .read(move |archive| {
            let (since, until) = span.days(archive, 12)?;
            let forth = archive.daily(&a, &b, Some(since), Some(until))?;
            let back = archive.daily(&b, &a, Some(since), Some(until))?;
            Ok(Relation {
                a,
                b,
                since: since.to_string(),
                until: until.to_string(),
                a_to_b: forth,
                b_to_a: back,
            })
        })
        .await?;
    Ok(Json(answer).into_response())
}

/// A signed network of a span of time.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Network {
    pub(crate) since: String,
    pub(crate) until: String,
    /// Ties that there are; the heaviest are listed.
    pub(crate) ties: usize,
    pub(crate) nodes: Vec<Node>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) balance: Measures,
}

/// An actor in it.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Node {
    pub(crate) code: String,
    pub(crate) name: Option<&'static str>,
    /// The camp that the best split found puts it in.
    pub(crate) camp: u8,
    pub(crate) friends: usize,
    pub(crate) enemies: usize,
}

/// How two stand.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Edge {
    /// The first by code.
    pub(crate) a: String,
    /// The other.
    pub(crate) b: String,
    /// Happenings between them.
    pub(crate) happenings: u32,
    /// Of these, verbal cooperation, material cooperation, verbal conflict, material conflict.
    pub(crate) quads: [u32; 4],
    /// What cooperation weighs.
    pub(crate) cooperation: f64,
    /// What conflict weighs.
    pub(crate) conflict: f64,
    /// 1 where cooperation outweighs conflict, -1 where conflict does, 0 where they weigh the same.
    pub(crate) sign: i32,
    /// In which share of drawings among the happenings the sign is the same: how little it rests on single ones.
    pub(crate) stability: f64,
    /// Whether the split into camps is at odds with it.
    pub(crate) violated: bool,
}

/// How balanced it is.
#[derive(Debug, Serialize, utoipa::ToSchema)]
pub(crate) struct Measures {
    pub(crate) triangles: usize,
    pub(crate) balanced_triangles: usize,
    /// Share of triangles that are balanced.
    pub(crate) triangle_balance: Option<f64>,
    /// The frustration index, where it is proven.
    pub(crate) frustration: Option<u64>,
    /// No split into two camps violates fewer edges than the first of these; one violates as many as the second.
    pub(crate) frustration_bounds: [u64; 2],
    /// Triangles that are not balanced, by codes.
    pub(crate) unbalanced: Vec<[String; 3]>,
}

/// How a network is asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Window {
    /// First day; by default a month before the last.
    #[param(value_type = parameter::Day, inline)]
    since: Option<String>,
    /// Last day; by default the end of the latest month in which something took place.
    #[param(value_type = parameter::Day, inline)]
    until: Option<String>,
    /// `false`: do not spend time on proving the frustration index, up to two seconds. Camps are then those of a good split
    /// that nearly always is the best, and of the index there are bounds.
    #[param(value_type = parameter::Flag, inline)]
    prove: Option<String>,
}

impl Window {
    fn network(self, archive: &Archive) -> Result<Network, Fault> {
        let prove = match self.prove.as_deref() {
            None | Some("true") => true,
            Some("false") => false,
            Some(other) => {
                return Err(Fault::question(format!(
                    "prove: '{other}' is neither true nor false"
                )));
            }
        };
        let span = Span {
            since: self.since,
            until: self.until,
            limit: None,
        };
        let (since, until) = span.days(archive, 1)?;
        network_of(archive, since, until, prove)
    }
}

/// The network of a span; with its frustration index where that is to be proven.
pub(crate) fn network_of(
    archive: &Archive,
    since: Date,
    until: Date,
    prove: bool,
) -> Result<Network, Fault> {
    let mut gatherer = Gatherer::new(ledger::Options::default());
    let mut n = 0;
    archive.each_outline(Some((since, until)), |outline, mentions| {
        // The gatherer takes no others.
        n += usize::from(outline.status == Status::Occurred);
        gatherer.add_merged(0, outline, mentions);
        if n > HAPPENINGS {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })?;
    if n > HAPPENINGS {
        return Err(Fault::question(format!(
            "more than {HAPPENINGS} happenings lie between {since} and {until}; ask for a shorter time, or `legation balance`"
        )));
    }
    let mut window = window::network(&gatherer.close(), &window::Options::default());
    let ties = window.ties.len();
    let weight = |t: &Tie| t.tally.cooperation() + t.tally.conflict();
    window.ties.sort_by(|x, y| {
        let by_weight = weight(y).total_cmp(&weight(x));
        by_weight.then_with(|| (x.a, x.b).cmp(&(y.a, y.b)))
    });
    window.ties.truncate(TIES);
    let (graph, _) = window.signed();
    let start = Instant::now();
    let spent = || start.elapsed().as_secs_f64() / BUDGET.as_secs_f64();
    let frustration = if prove {
        frustration(&graph, &spent)
    } else {
        split(&graph)
    };
    Ok(Network {
        since: since.to_string(),
        until: until.to_string(),
        ties,
        nodes: nodes(&graph, &frustration),
        edges: edges(&window, &graph, &frustration),
        balance: measures(&graph, &frustration),
    })
}

fn nodes(graph: &SignedGraph, frustration: &Frustration) -> Vec<Node> {
    let camps = frustration.camp.iter().zip(graph.degrees());
    let named = graph.names().iter().zip(camps);
    let node = |(code, (camp, (friends, enemies))): (&String, (&bool, (usize, usize)))| Node {
        code: code.clone(),
        name: title(code),
        camp: u8::from(*camp),
        friends,
        enemies,
    };
    named
        .map(node)
        .filter(|n| n.friends + n.enemies > 0)
        .collect()
}

fn edges(window: &window::Network, graph: &SignedGraph, frustration: &Frustration) -> Vec<Edge> {
    let violated: BTreeSet<(&str, &str)> = graph
        .edges()
        .iter()
        .filter(|e| frustration.violates(**e))
        .flat_map(|e| {
            let (a, b) = (graph.name(e.a), graph.name(e.b));
            [(a, b), (b, a)]
        })
        .collect();
    let edge = |tie: &Tie| {
        let (a, b) = (window.name(tie.a), window.name(tie.b));
        Edge {
            a: a.to_owned(),
            b: b.to_owned(),
            happenings: tie.tally.happenings,
            quads: tie.tally.quads,
            cooperation: tie.tally.cooperation(),
            conflict: tie.tally.conflict(),
            sign: tie.sign,
            stability: tie.stability,
            violated: violated.contains(&(a, b)),
        }
    };
    window.ties.iter().map(edge).collect()
}

fn measures(graph: &SignedGraph, frustration: &Frustration) -> Measures {
    let name = |v: u32| graph.name(v).to_owned();
    let triangles = triangle::triangles(graph);
    let unbalanced = triangle::unbalanced(graph, None, 20);
    Measures {
        triangles: triangles.total(),
        balanced_triangles: triangles.balanced(),
        triangle_balance: triangles.balance(),
        frustration: frustration.index(),
        frustration_bounds: [frustration.lower, frustration.upper],
        unbalanced: unbalanced
            .into_iter()
            .map(|t| t.vertices.map(name))
            .collect(),
    }
}

/// Everybody in a span of time as a signed network: how each two stand, camps, and where it is not balanced.
#[utoipa::path(get, path = "/api/v1/network", tag = "network", params(Window), responses(
    (status = 200, description = "The network and its balance", body = Network),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn network(
    Shared(state): Shared<State>,
    Asked(window): Asked<Window>,
) -> Result<Response, Fault> {
    let network = state.read(move |archive| window.network(archive)).await?;
    Ok(Json(network).into_response())
}

/// How balanced the network of a span is.
#[utoipa::path(get, path = "/api/v1/balance", tag = "network", params(Window), responses(
    (status = 200, description = "Triangles, the frustration index or its bounds", body = Measures),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn balance(
    Shared(state): Shared<State>,
    Asked(window): Asked<Window>,
) -> Result<Response, Fault> {
    let network = state.read(move |archive| window.network(archive)).await?;
    Ok(Json(network.balance).into_response())
}

/// Where something happened, the places with the most first.
#[utoipa::path(get, path = "/api/v1/places", tag = "places", params(Span), responses(
    (status = 200, description = "A page of places, with coordinates where they are known", body = Page<PlaceRow>),
    (status = 400, description = "The question cannot be understood", body = Problem)))]
pub(crate) async fn places(
    Shared(state): Shared<State>,
    Asked(span): Asked<Span>,
) -> Result<Response, Fault> {
    most(&state, span, 1, |archive, (since, until), rows| {
        archive.places(since, until, rows)
    })
    .await
}
