//! Mapbox Vector Tiles 2.1 (`vector_tile.proto`): the few messages that a layer of areas and points needs.

/// Units of a tile across.
pub(crate) const EXTENT: i32 = 4096;

/// Writes one layer of a tile.
pub(crate) struct Layer {
    body: Vec<u8>,
    keys: Vec<&'static str>,
    values: Vec<Vec<u8>>,
}

/// A value of a property.
pub(crate) enum Value<'a> {
    Text(&'a str),
    Count(u64),
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 128")]
    out.push(value as u8);
}

/// A field of bytes: strings, messages, packed numbers.
fn bytes(out: &mut Vec<u8>, field: u64, content: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, content.len() as u64);
    out.extend_from_slice(content);
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

/// Zigzag of a difference.
fn zigzag(value: i32) -> u32 {
    (value.wrapping_shl(1) ^ value.wrapping_shr(31)).cast_unsigned()
}

impl Layer {
    pub(crate) fn new(name: &str) -> Self {
        let mut body = Vec::new();
        number(&mut body, 15, 2);
        bytes(&mut body, 1, name.as_bytes());
        number(&mut body, 5, EXTENT.cast_unsigned().into());
        Self { body, keys: Vec::new(), values: Vec::new() }
    }

    /// Adds polygons, each with its outer ring first.
    pub(crate) fn polygons<'a>(
        &mut self,
        id: u64,
        properties: &[(&'static str, Value<'_>)],
        polygons: impl IntoIterator<Item = &'a [Vec<[i32; 2]>]>,
    ) {
        let (mut geometry, mut at) = (Vec::new(), [0, 0]);
        for line in polygons.into_iter().flatten() {
            let Some((first, rest)) = line.split_first() else { continue };
            varint(&mut geometry, 1 << 3 | 1);
            step(&mut geometry, &mut at, *first);
            varint(&mut geometry, (rest.len() as u64) << 3 | 2);
            for point in rest {
                step(&mut geometry, &mut at, *point);
            }
            varint(&mut geometry, 1 << 3 | 7);
        }
        self.feature(id, properties, 3, &geometry);
    }

    /// Adds points.
    pub(crate) fn point(&mut self, id: u64, properties: &[(&'static str, Value<'_>)], place: [i32; 2]) {
        let mut geometry = Vec::new();
        varint(&mut geometry, 1 << 3 | 1);
        step(&mut geometry, &mut [0, 0], place);
        self.feature(id, properties, 1, &geometry);
    }

    fn feature(&mut self, id: u64, properties: &[(&'static str, Value<'_>)], kind: u64, geometry: &[u8]) {
        let mut tags = Vec::new();
        for (key, value) in properties {
            let key = self.keys.iter().position(|known| known == key).unwrap_or_else(|| {
                self.keys.push(key);
                self.keys.len() - 1
            });
            varint(&mut tags, key as u64);
            varint(&mut tags, self.values.len() as u64);
            let mut message = Vec::new();
            match value {
                Value::Text(text) => bytes(&mut message, 1, text.as_bytes()),
                Value::Count(count) => number(&mut message, 5, *count),
            }
            self.values.push(message);
        }
        let mut feature = Vec::new();
        number(&mut feature, 1, id);
        bytes(&mut feature, 2, &tags);
        number(&mut feature, 3, kind);
        bytes(&mut feature, 4, geometry);
        bytes(&mut self.body, 2, &feature);
    }

    /// The tile with this layer alone.
    pub(crate) fn tile(mut self) -> Vec<u8> {
        for key in &self.keys {
            bytes(&mut self.body, 3, key.as_bytes());
        }
        for value in &self.values {
            bytes(&mut self.body, 4, value);
        }
        let mut out = Vec::with_capacity(self.body.len() + 8);
        bytes(&mut out, 3, &self.body);
        out
    }
}

fn step(out: &mut Vec<u8>, at: &mut [i32; 2], to: [i32; 2]) {
    let ([x, y], [from_x, from_y]) = (to, *at);
    varint(out, zigzag(x.wrapping_sub(from_x)).into());
    varint(out, zigzag(y.wrapping_sub(from_y)).into());
    *at = to;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 4.3.5 of the specification, 2.1: the polygon (3,6) (8,12) (20,34), and section 4.3.4.2: the point (25,17).
    #[test]
    fn the_examples_of_the_specification() {
        let mut layer = Layer::new("a");
        layer.polygons(1, &[], [[vec![[3, 6], [8, 12], [20, 34]]].as_slice()]);
        let found = layer.tile();
        let geometry = [9, 6, 12, 18, 10, 12, 24, 44, 15];
        assert!(found.windows(geometry.len()).any(|window| window == geometry), "{found:?}");
        let mut layer = Layer::new("a");
        layer.point(1, &[], [25, 17]);
        assert!(layer.tile().windows(3).any(|window| window == [9, 50, 34]));
    }

    #[test]
    fn numbers_are_written_in_groups_of_seven_bits() {
        let mut out = Vec::new();
        varint(&mut out, 300);
        assert_eq!(out, [0xac, 0x02]);
        assert_eq!([zigzag(0), zigzag(-1), zigzag(1), zigzag(i32::MIN)], [0, 1, 2, u32::MAX]);
    }
}
