//! Plans drawn at random that keep the rules of the model: ids are unique, references resolve.

use plan::{
    Assignment, AssignmentId, AssignmentRole, Averaging, Body, BodyId, BodyKind, Comparator, Direction,
    DocumentKind, Indicator, IndicatorId, IndicatorKind, Item, Measure, Months, Nature, Observation,
    ObservationId, Origin, Period, Place, PlaceId, PlaceKind, Plan, Project, ProjectId, Provenance, Quantity,
    RateBasis, Relation, RelationId, RelationKind, Schedule, ScheduleId, Section, SectionId, SectionKind,
    Source, Status, Target, TargetId, Task, TaskId,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rust_decimal::Decimal;
use source::Span;

/// Text with everything that CSV has to quote, and everything that plans hold.
fn text() -> impl Strategy<Value = String> {
    let character = prop_oneof![
        8 => select("规划纲要亿元%，。、“”（）２０1.5 ".chars().collect::<Vec<_>>()),
        2 => select("\",\n\r\t;'=[]{}\\".chars().collect::<Vec<_>>()),
        1 => any::<char>().prop_filter("CSV readers of other tools stop at NUL", |c| *c != '\0'),
    ];
    vec(character, 0..12).prop_map(String::from_iter)
}

fn words() -> impl Strategy<Value = String> {
    text().prop_map(|text| format!("甲{text}"))
}

fn decimal() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u32..12).prop_map(|(digits, scale)| Decimal::new(digits, scale))
}

fn year() -> impl Strategy<Value = i32> {
    1900..2100_i32
}

fn period() -> impl Strategy<Value = Period> {
    (year(), 0..9_i32).prop_map(|(start, length)| Period { start, end: start + length })
}

fn day() -> impl Strategy<Value = String> {
    (1990..2040_i32, 1..13_i32, 1..29_i32).prop_map(|(y, m, d)| format!("{y:04}-{m:02}-{d:02}"))
}

fn one_of<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    select(all)
}

fn span() -> impl Strategy<Value = Span> {
    (0..1_000_000_usize, 0..500_usize).prop_map(|(start, length)| Span::new(start, start + length))
}

/// A reference to a row of a table that has `count` rows; none when it is empty.
fn link<Id: std::fmt::Debug>(count: usize, of: fn(usize) -> Id) -> impl Strategy<Value = Option<Id>> {
    option::of(any::<Index>())
        .prop_map(move |index| index.filter(|_| count > 0).map(|index| of(index.index(count) + 1)))
}

fn must<Id: std::fmt::Debug>(count: usize, of: fn(usize) -> Id) -> impl Strategy<Value = Id> {
    any::<Index>().prop_map(move |index| of(index.index(count) + 1))
}

fn provenance(sections: usize) -> impl Strategy<Value = Provenance> {
    (one_of(Origin::ALL), link(sections, SectionId::of), 0..5000_u32, span(), text()).prop_map(
        |(origin, section, line, span, quote)| Provenance { origin, section, line, span, quote, doubt: None },
    )
}

fn sections(count: usize) -> impl Strategy<Value = Vec<Section>> {
    let row = (
        link(count, SectionId::of),
        0..9_u8,
        one_of(SectionKind::ALL),
        text(),
        text(),
        (1..900_u32, 1..900_u32),
        span(),
    );
    vec(row, count).prop_map(|rows| {
        numbered(rows, |number, (parent, level, kind, label, title, (line, line_end), span)| Section {
            id: SectionId::of(number),
            parent,
            level,
            kind,
            number: label,
            title,
            line,
            line_end,
            span,
        })
    })
}

fn indicators(count: usize) -> impl Strategy<Value = Vec<Indicator>> {
    let row = (
        (text(), vec(text(), 0..3), text(), text(), text()),
        option::of(one_of(Direction::ALL)),
        option::of(one_of(IndicatorKind::ALL)),
        option::of(one_of(Nature::ALL)),
        option::of(words()),
    );
    vec(row, count).prop_map(|rows| {
        numbered(
            rows,
            |number, ((name, aliases, unit, group, parent), direction, kind, nature, catalogue)| Indicator {
                id: IndicatorId::of(number),
                name,
                aliases,
                unit,
                group,
                parent,
                direction,
                kind,
                nature,
                catalogue,
            },
        )
    })
}

fn targets(count: usize, sections: usize, indicators: usize) -> impl Strategy<Value = Vec<Target>> {
    let row = (
        (must(indicators, IndicatorId::of), text(), one_of(Measure::ALL), one_of(Comparator::ALL)),
        (option::of(decimal()), option::of(decimal()), text(), text()),
        (option::of(year()), option::of(year()), option::of(one_of(Averaging::ALL))),
        (text(), option::of(one_of(Nature::ALL))),
        (option::of(decimal()), text(), option::of(one_of(RateBasis::ALL)), text()),
        provenance(sections),
    );
    vec(row, count).prop_map(|rows| {
        numbered(
            rows,
            |number,
             (
                (indicator, subject, measure, comparator),
                (value, value_high, value_text, unit),
                (year, implied_year, averaging),
                (scope, nature),
                (rate, rate_text, rate_basis, definition),
                provenance,
            )| Target {
                id: TargetId::of(number),
                indicator,
                subject,
                measure,
                comparator,
                value,
                value_high,
                value_text,
                unit,
                year,
                implied_year,
                averaging,
                scope,
                nature,
                rate,
                rate_text,
                rate_basis,
                definition,
                provenance,
            },
        )
    })
}

fn months() -> impl Strategy<Value = Months> {
    (1..=12u8, 1..=12u8).prop_filter_map("no span", |(first, last)| Months::new(first, last))
}

fn observations(sections: usize, indicators: usize) -> impl Strategy<Value = Vec<Observation>> {
    let row = (
        (must(indicators, IndicatorId::of), text(), text(), one_of(Measure::ALL), one_of(Comparator::ALL)),
        (option::of(decimal()), option::of(decimal()), text(), text()),
        (option::of(period()), option::of(year()), option::of(one_of(Averaging::ALL)), option::of(months())),
        (option::of(decimal()), option::of(one_of(Status::ALL)), text(), dimensions()),
        prop_oneof![Just(String::new()), day()],
        provenance(sections),
    );
    vec(row, 0..4).prop_map(|rows| {
        numbered(
            rows,
            |number,
             (
                (indicator, subject, region, measure, comparator),
                (value, value_high, value_text, unit),
                (period, year, averaging, months),
                (rate, status, source, dimensions),
                vintage,
                provenance,
            )| Observation {
                id: ObservationId::of(number),
                indicator,
                subject,
                region,
                dimensions,
                measure,
                comparator,
                value,
                value_high,
                value_text,
                unit,
                period,
                months,
                year,
                averaging,
                rate,
                status,
                source,
                vintage,
                provenance,
            },
        )
    })
}

fn dimensions() -> impl Strategy<Value = plan::Dimensions> {
    vec((text(), text()), 0..3).prop_map(plan::Dimensions::new)
}

fn projects(count: usize, sections: usize) -> impl Strategy<Value = Vec<Project>> {
    let quantity = (decimal(), text(), text()).prop_map(|(value, unit, what)| Quantity { value, unit, what });
    let money = || {
        option::of((decimal(), text()))
            .prop_map(|money| money.map(|(value, unit)| Quantity { value, unit, what: String::new() }))
    };
    let facts = (money(), money(), option::of(year()), option::of(year()), text(), text());
    let rest = (text(), facts, provenance(sections));
    let row = (text(), text(), text(), text(), text(), vec(quantity, 0..4), rest);
    vec(row, count).prop_map(|rows| {
        numbered(
            rows,
            |number, (name, name_full, box_number, category, place, quantities, (stage, facts, provenance))| Project {
                id: ProjectId::of(number),
                name,
                name_full,
                box_number,
                category,
                place,
                quantities,
                stage,
                investment: facts.0,
                period_investment: facts.1,
                start_year: facts.2,
                end_year: facts.3,
                work: facts.4,
                phase: facts.5,
                part_of: (number > 1).then(|| ProjectId::of(1)),
                provenance,
            },
        )
    })
}

fn tasks(count: usize, sections: usize) -> impl Strategy<Value = Vec<Task>> {
    let row = (text(), text(), text(), any::<bool>(), option::of(year()), provenance(sections));
    vec(row, count).prop_map(|rows| {
        numbered(rows, |number, (lead, verb, object, quantified, deadline, provenance)| Task {
            id: TaskId::of(number),
            lead,
            verb,
            object,
            quantified,
            deadline,
            provenance,
        })
    })
}

fn places(count: usize, sections: usize) -> impl Strategy<Value = Vec<Place>> {
    let row =
        (text(), one_of(PlaceKind::ALL), link(count, PlaceId::of), text(), text(), provenance(sections));
    vec(row, count).prop_map(|rows| {
        numbered(rows, |number, (name, kind, parent, code, regime, provenance)| Place {
            id: PlaceId::of(number),
            name,
            kind,
            parent,
            code,
            regime,
            provenance,
        })
    })
}

fn bodies(count: usize, sections: usize) -> impl Strategy<Value = Vec<Body>> {
    let row = (text(), one_of(BodyKind::ALL), link(count, BodyId::of), provenance(sections));
    vec(row, count).prop_map(|rows| {
        numbered(rows, |number, (name, kind, parent, provenance)| Body {
            id: BodyId::of(number),
            name,
            kind,
            parent,
            provenance,
        })
    })
}

fn assignments(sizes: Sizes) -> impl Strategy<Value = Vec<Assignment>> {
    let item = prop_oneof![
        must(sizes.indicators, IndicatorId::of).prop_map(Item::Indicator),
        must(sizes.targets, TargetId::of).prop_map(Item::Target),
        must(sizes.projects, ProjectId::of).prop_map(Item::Project),
        must(sizes.tasks, TaskId::of).prop_map(Item::Task),
    ];
    let row = (
        item,
        must(sizes.bodies, BodyId::of),
        one_of(AssignmentRole::ALL),
        any::<bool>(),
        provenance(sizes.sections),
    );
    vec(row, 0..4).prop_map(|rows| {
        numbered(rows, |number, (item, body, role, confirmed, provenance)| Assignment {
            id: AssignmentId::of(number),
            item,
            body,
            role,
            confirmed,
            provenance,
        })
    })
}

fn schedule(targets: usize) -> impl Strategy<Value = Vec<Schedule>> {
    vec((must(targets, TargetId::of), year(), text(), decimal()), 0..4).prop_map(|rows| {
        numbered(rows, |number, (target, year, region, value)| Schedule {
            id: ScheduleId::of(number),
            target,
            year,
            region,
            value,
        })
    })
}

fn relations(indicators: usize) -> impl Strategy<Value = Vec<Relation>> {
    let row = (
        one_of(RelationKind::ALL),
        link(indicators, IndicatorId::of),
        vec(must(indicators, IndicatorId::of), 1..4),
        any::<f64>().prop_filter("factors are finite", |factor| factor.is_finite()),
        text(),
    );
    vec(row, 0..3).prop_map(|rows| {
        numbered(rows, |number, (kind, result, parts, factor, note)| Relation {
            id: RelationId::of(number),
            kind,
            result,
            parts,
            factor,
            note,
        })
    })
}

fn numbered<Row, T>(rows: Vec<Row>, make: impl Fn(usize, Row) -> T) -> Vec<T> {
    rows.into_iter().enumerate().map(|(index, row)| make(index + 1, row)).collect()
}

/// How many rows the tables have that others refer to; at least one each.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    sections: usize,
    indicators: usize,
    targets: usize,
    projects: usize,
    tasks: usize,
    bodies: usize,
}

prop_compose! {
    fn head()(
        title in text(),
        region in option::of(text()),
        period in option::of(period()),
        source in option::of((text(), "[0-9a-f]{64}")),
        kind in option::of(select(DocumentKind::ALL)),
    ) -> Plan {
        let source = source.map(|(name, sha256)| Source { name, sha256 });
        Plan { title, kind, region, period, source, ..Plan::default() }
    }
}

fn tables(sizes: Sizes) -> impl Strategy<Value = Plan> {
    let Sizes { sections: s, indicators: i, targets: t, projects: p, tasks: k, bodies: b } = sizes;
    (
        (sections(s), indicators(i), targets(t, s, i), observations(s, i)),
        (projects(p, s), tasks(k, s), places(2, s), bodies(b, s)),
        (assignments(sizes), schedule(t), relations(i)),
    )
        .prop_map(
            |(
                (sections, indicators, targets, observations),
                (projects, tasks, places, bodies),
                (assignments, schedule, relations),
            )| Plan {
                sections,
                indicators,
                targets,
                observations,
                projects,
                tasks,
                places,
                bodies,
                assignments,
                schedule,
                relations,
                ..Plan::default()
            },
        )
}

/// A whole plan.
pub(crate) fn plan() -> impl Strategy<Value = Plan> {
    let some = || 1..5_usize;
    let sizes = (some(), some(), some(), some(), some(), some()).prop_map(
        |(sections, indicators, targets, projects, tasks, bodies)| Sizes {
            sections,
            indicators,
            targets,
            projects,
            tasks,
            bodies,
        },
    );
    (head(), sizes.prop_flat_map(tables)).prop_map(|(head, tables)| Plan {
        title: head.title,
        kind: head.kind,
        region: head.region,
        period: head.period,
        source: head.source,
        ..tables
    })
}
