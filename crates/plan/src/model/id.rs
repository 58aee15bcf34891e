use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($prefix:literal);)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl $name {
            /// The id of the `number`-th row (from 1) of its table.
            pub fn of(number: usize) -> Self {
                Self(format!(concat!($prefix, "{:04}"), number))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    )*};
}

ids! {
    /// Names a row of `sections`.
    SectionId("s");
    /// Names a row of `indicators`.
    IndicatorId("i");
    /// Names a row of `targets`.
    TargetId("t");
    /// Names a row of `observations`.
    ObservationId("o");
    /// Names a row of `projects`.
    ProjectId("p");
    /// Names a row of `tasks`.
    TaskId("k");
    /// Names a row of `places`.
    PlaceId("l");
    /// Names a row of `bodies`.
    BodyId("b");
    /// Names a row of `assignments`.
    AssignmentId("a");
    /// Names a row of `schedule`.
    ScheduleId("c");
    /// Names a row of `relations`.
    RelationId("r");
}
