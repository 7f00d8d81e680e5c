//! The zip that an .xlsx file is: its parts by name, each unpacked as a stream and metered.
//!
//! Nothing that a zip says of itself is trusted: sizes are measured while unpacking, and a part's
//! checksum is compared at its end. The list of parts is bounded before any of it is kept.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::DeflateDecoder;
use rawzip::{
    CompressionMethod, ZipArchive, ZipArchiveEntryWayfinder, ZipSliceArchive, ZipSliceVerifier,
};

use crate::{Limits, Refusal};

/// Parts below this many bytes may be packed as tightly as they like: they do no harm.
const RATIO_MATTERS_FROM_BYTES: u64 = 4 * 1024 * 1024;

/// Longer names than this are of no part that is looked for.
const LONGEST_NAME: usize = 255;

/// A zip whose parts are known by name.
pub(crate) struct Package<'a> {
    bytes: &'a [u8],
    archive: ZipSliceArchive<&'a [u8]>,
    parts: HashMap<String, Packed>,
    limits: Limits,
}

#[derive(Clone, Copy)]
struct Packed {
    place: ZipArchiveEntryWayfinder,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl<'a> Package<'a> {
    /// Reads the list of parts.
    ///
    /// # Errors
    /// When the zip is cut or damaged, or has too many parts.
    pub(crate) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Refusal> {
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        let mut parts = HashMap::new();
        let mut entries = archive.entries();
        let mut count = 0;
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            count += 1;
            if count > limits.entries {
                return Err(Refusal::TooLargeInside);
            }
            let path = entry.file_path();
            if path.len() > LONGEST_NAME {
                continue;
            }
            let packed = Packed {
                place: entry.wayfinder(),
                method: entry.compression_method(),
                is_encrypted: entry.flags().is_encrypted(),
            };
            match parts.entry(part_name(&String::from_utf8_lossy(path.as_bytes()))) {
                // Two parts of one name are a trick: each reader may see another workbook.
                Entry::Occupied(_) => return Err(Refusal::Damaged),
                Entry::Vacant(place) => place.insert(packed),
            };
        }
        Ok(Self {
            bytes,
            archive,
            parts,
            limits: *limits,
        })
    }

    /// Whether there is a part of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(&part_name(name))
    }

    /// Whether any part's name, in lower case, ends so.
    pub(crate) fn has_ending(&self, ending: &str) -> bool {
        self.parts.keys().any(|name| name.ends_with(ending))
    }

    /// A part from its beginning, unpacked while it is read, up to `budget` bytes; `None` when the zip
    /// has no such part.
    ///
    /// # Errors
    /// When the part can't be unpacked.
    pub(crate) fn part(&self, name: &str, budget: u64) -> Result<Option<Part<'a>>, Refusal> {
        let Some(packed) = self.parts.get(&part_name(name)) else {
            return Ok(None);
        };
        if packed.is_encrypted {
            return Err(Refusal::PasswordProtected);
        }
        let entry = self.archive.get_entry(packed.place).map_err(damaged)?;
        let (start, end) = entry.compressed_data_range();
        let data = usize::try_from(start)
            .ok()
            .zip(usize::try_from(end).ok())
            .and_then(|(start, end)| self.bytes.get(start..end))
            .ok_or(Refusal::Damaged)?;
        let unpacked = match packed.method {
            CompressionMethod::STORE => Unpacked::Stored(data),
            CompressionMethod::DEFLATE => Unpacked::Deflated(Box::new(DeflateDecoder::new(data))),
            _ => return Err(Refusal::Damaged),
        };
        let by_ratio = (data.len() as u64)
            .saturating_mul(self.limits.compression_ratio)
            .max(RATIO_MATTERS_FROM_BYTES);
        Ok(Some(Part {
            reader: BufReader::with_capacity(32 * 1024, entry.verifying_reader(unpacked)),
            read: 0,
            limit: by_ratio.min(budget),
            piece_limit: u64::MAX,
            is_over_limit: false,
        }))
    }
}

/// Names in a package are compared without regard to case, and some programs write them with a
/// backslash or a slash before them.
fn part_name(name: &str) -> String {
    name.trim_start_matches(['/', '\\'])
        .replace('\\', "/")
        .to_ascii_lowercase()
}

fn damaged(_: rawzip::Error) -> Refusal {
    Refusal::Damaged
}

enum Unpacked<'a> {
    Stored(&'a [u8]),
    Deflated(Box<DeflateDecoder<&'a [u8]>>),
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stored(bytes) => bytes.read(buffer),
            Self::Deflated(decoder) => decoder.read(buffer),
        }
    }
}

/// A part that is unpacked while it is read. Reading fails at the limits, and at the end if the
/// checksum is wrong.
pub(crate) struct Part<'a> {
    reader: BufReader<ZipSliceVerifier<Unpacked<'a>>>,
    read: u64,
    limit: u64,
    /// Up to where may be read before [`Part::begin_piece`] is called again.
    piece_limit: u64,
    is_over_limit: bool,
}

impl Part<'_> {
    /// Allows so many more bytes to be read before this is called again. What a parser gathers into one
    /// piece of memory is bounded so.
    pub(crate) fn begin_piece(&mut self, bytes: u64) {
        self.piece_limit = self.read.saturating_add(bytes);
    }

    /// How many bytes were read so far.
    pub(crate) fn read(&self) -> u64 {
        self.read
    }

    /// What an error of reading this part means.
    pub(crate) fn refusal(&self) -> Refusal {
        if self.is_over_limit {
            Refusal::TooLargeInside
        } else {
            Refusal::Damaged
        }
    }

    /// Reads the rest and forgets it, so that the checksum is compared.
    ///
    /// # Errors
    /// When the checksum is wrong, or the rest is too large.
    pub(crate) fn finish(&mut self) -> Result<(), Refusal> {
        self.piece_limit = u64::MAX;
        io::copy(self, &mut io::sink()).map_err(|_| self.refusal())?;
        Ok(())
    }
}

impl BufRead for Part<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.read > self.limit.min(self.piece_limit) {
            self.is_over_limit = true;
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.reader.fill_buf()
    }

    fn consume(&mut self, bytes: usize) {
        self.read += bytes as u64;
        self.reader.consume(bytes);
    }
}

impl Read for Part<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(buffer.len());
        buffer[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}
