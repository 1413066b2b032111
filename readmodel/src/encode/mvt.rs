//! Points as a Mapbox Vector Tile, version 2.1: the few messages of protobuf that points need, written as they come.
//!
//! Never: lines and areas, or anything of places; which points a tile holds is decided in `tile.rs`.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// Units along each side of a tile.
pub const EXTENT: u32 = 4_096;

/// The fields of the messages, each with its wire type: a number (0) or so many bytes (2).
mod field {
    const fn number(field: u32) -> u32 {
        field << 3
    }
    const fn bytes(field: u32) -> u32 {
        field << 3 | 2
    }
    pub(super) const TILE_LAYER: u32 = bytes(3);
    pub(super) const LAYER_NAME: u32 = bytes(1);
    pub(super) const LAYER_FEATURE: u32 = bytes(2);
    pub(super) const LAYER_KEY: u32 = bytes(3);
    pub(super) const LAYER_VALUE: u32 = bytes(4);
    pub(super) const LAYER_EXTENT: u32 = number(5);
    pub(super) const LAYER_VERSION: u32 = number(15);
    pub(super) const FEATURE_TAGS: u32 = bytes(2);
    pub(super) const FEATURE_TYPE: u32 = number(3);
    pub(super) const FEATURE_GEOMETRY: u32 = bytes(4);
    pub(super) const VALUE_TEXT: u32 = bytes(1);
    pub(super) const VALUE_COUNT: u32 = number(5);
}

/// The geometry type of points.
const POINT: u32 = 1;
/// "Move to", once.
const MOVE_TO: u32 = 1 << 3 | 1;

/// One layer of points while it is written.
#[derive(Debug)]
pub struct Layer<'a> {
    name: &'static str,
    features: Vec<u8>,
    keys: Vec<&'static str>,
    /// The values one after the other, and how many they are.
    values: Vec<u8>,
    value_count: u32,
    texts: FxHashMap<Cow<'a, str>, u32>,
    counts: FxHashMap<u64, u32>,
    /// Of the feature that is being written.
    tags: Vec<u8>,
}

impl<'a> Layer<'a> {
    pub fn new(name: &'static str) -> Layer<'a> {
        Layer {
            name,
            features: Vec::new(),
            keys: Vec::new(),
            values: Vec::new(),
            value_count: 0,
            texts: FxHashMap::default(),
            counts: FxHashMap::default(),
            tags: Vec::new(),
        }
    }

    /// A property of the next point: a text that points may share.
    pub fn text(&mut self, key: &'static str, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        let value = match self.texts.get(&text) {
            Some(known) => *known,
            None => {
                let new = self.text_value(&text);
                self.texts.insert(text, new);
                new
            }
        };
        self.tag(key, value);
    }

    /// A property of the next point: a text that no other point has.
    pub fn own_text(&mut self, key: &'static str, text: &str) {
        let value = self.text_value(text);
        self.tag(key, value);
    }

    /// A property of the next point: a count.
    pub fn count(&mut self, key: &'static str, count: u64) {
        let value = match self.counts.get(&count) {
            Some(known) => *known,
            None => {
                varint(&mut self.values, field::LAYER_VALUE.into());
                varint(&mut self.values, 1 + varint_length(count));
                varint(&mut self.values, field::VALUE_COUNT.into());
                varint(&mut self.values, count);
                let new = self.new_value();
                self.counts.insert(count, new);
                new
            }
        };
        self.tag(key, value);
    }

    /// Ends a point, at these units from the tile's upper left corner.
    pub fn point(&mut self, x: i32, y: i32) {
        let (x, y) = (zigzag(x), zigzag(y));
        let geometry = varint_length(MOVE_TO.into()) + varint_length(x) + varint_length(y);
        let tags = self.tags.len() as u64;
        let length = [
            1,
            varint_length(tags),
            tags,
            2,
            1,
            varint_length(geometry),
            geometry,
        ];
        let out = &mut self.features;
        varint(out, field::LAYER_FEATURE.into());
        varint(out, length.iter().sum());
        varint(out, field::FEATURE_TAGS.into());
        varint(out, tags);
        out.append(&mut self.tags);
        varint(out, field::FEATURE_TYPE.into());
        varint(out, POINT.into());
        varint(out, field::FEATURE_GEOMETRY.into());
        varint(out, geometry);
        varint(out, MOVE_TO.into());
        varint(out, x);
        varint(out, y);
    }

    /// Appends the layer to a tile; nothing when it has no point.
    pub fn write(self, tile: &mut Vec<u8>) {
        if self.features.is_empty() {
            return;
        }
        let mut layer = Vec::with_capacity(self.features.len() + self.values.len() + 256);
        number(&mut layer, field::LAYER_VERSION, 2);
        bytes(&mut layer, field::LAYER_NAME, self.name.as_bytes());
        layer.extend_from_slice(&self.features);
        for key in self.keys {
            bytes(&mut layer, field::LAYER_KEY, key.as_bytes());
        }
        layer.extend_from_slice(&self.values);
        number(&mut layer, field::LAYER_EXTENT, EXTENT.into());
        bytes(tile, field::TILE_LAYER, &layer);
    }

    fn tag(&mut self, key: &'static str, value: u32) {
        let known = self.keys.iter().position(|known| *known == key);
        let key = known.unwrap_or_else(|| {
            self.keys.push(key);
            self.keys.len() - 1
        });
        varint(&mut self.tags, key as u64);
        varint(&mut self.tags, value.into());
    }

    fn text_value(&mut self, text: &str) -> u32 {
        let length = text.len() as u64;
        varint(&mut self.values, field::LAYER_VALUE.into());
        varint(&mut self.values, 1 + varint_length(length) + length);
        bytes(&mut self.values, field::VALUE_TEXT, text.as_bytes());
        self.new_value()
    }

    fn new_value(&mut self) -> u32 {
        self.value_count += 1;
        self.value_count - 1
    }
}

fn number(out: &mut Vec<u8>, field: u32, number: u64) {
    varint(out, field.into());
    varint(out, number);
}

fn bytes(out: &mut Vec<u8>, field: u32, bytes: &[u8]) {
    varint(out, field.into());
    varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Seven bits a byte, the lowest first; all but the last have their highest bit set.
fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn varint_length(number: u64) -> u64 {
    u64::from((63 - (number | 1).leading_zeros()) / 7 + 1)
}

/// Small numbers of either sign as small ones without.
fn zigzag(number: i32) -> u64 {
    u64::from(((number << 1) ^ (number >> 31)).cast_unsigned())
}
