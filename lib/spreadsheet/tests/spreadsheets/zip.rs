//! A zip written by hand, so that it can lie in every field.

use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use std::io::Write;

pub(crate) const STORED: u16 = 0;
pub(crate) const DEFLATED: u16 = 8;

/// One part, and what the zip says of it.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) checksum: u32,
    pub(crate) packed: Vec<u8>,
    pub(crate) unpacked_size: u32,
    /// Points to the data of the part of this index instead of writing its own.
    pub(crate) shares_data_of: Option<usize>,
}

impl Part {
    pub(crate) fn new(name: &str, content: &[u8]) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
        encoder
            .write_all(content)
            .expect("memory can be written to");
        Self {
            name: name.to_owned(),
            method: DEFLATED,
            flags: 0,
            checksum: checksum(content),
            packed: encoder.finish().expect("memory can be written to"),
            unpacked_size: content.len() as u32,
            shares_data_of: None,
        }
    }

    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        Self {
            method: STORED,
            packed: content.to_vec(),
            ..Self::new(name, content)
        }
    }

    /// A part of `before`, then `filling` so many times, then `after`. It is packed without being
    /// unpacked first: what is flushed in full can be repeated as it is.
    pub(crate) fn repeated(
        name: &str,
        before: &str,
        filling: &str,
        times: usize,
        after: &str,
    ) -> Self {
        let flushed = |text: &str| {
            let mut compress = flate2::Compress::new(Compression::best(), false);
            let mut packed = Vec::with_capacity(text.len() + 1024);
            compress
                .compress_vec(text.as_bytes(), &mut packed, flate2::FlushCompress::Full)
                .expect("the text is packed");
            packed
        };
        let mut packed = flushed(before);
        packed.extend(flushed(filling).repeat(times));
        packed.extend(Self::new("", after.as_bytes()).packed);
        let mut checksum = Crc::new();
        checksum.update(before.as_bytes());
        let mut filled = Crc::new();
        filled.update(filling.as_bytes());
        (0..times).for_each(|_| checksum.combine(&filled));
        let mut last = Crc::new();
        last.update(after.as_bytes());
        checksum.combine(&last);
        Self {
            name: name.to_owned(),
            method: DEFLATED,
            flags: 0,
            checksum: checksum.sum(),
            packed,
            unpacked_size: (before.len() + filling.len() * times + after.len()) as u32,
            shares_data_of: None,
        }
    }
}

fn checksum(content: &[u8]) -> u32 {
    let mut checksum = Crc::new();
    checksum.update(content);
    checksum.sum()
}

/// The zip of these parts (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>).
pub(crate) fn zip(parts: &[Part]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut offsets: Vec<u32> = Vec::new();
    for part in parts {
        if let Some(index) = part.shares_data_of {
            offsets.push(offsets[index]);
            continue;
        }
        offsets.push(file.len() as u32);
        file.extend(b"PK\x03\x04");
        file.extend(20_u16.to_le_bytes());
        header(&mut file, part);
        file.extend(part.name.as_bytes());
        file.extend(&part.packed);
    }
    let directory = file.len() as u32;
    for (part, offset) in parts.iter().zip(&offsets) {
        file.extend(b"PK\x01\x02");
        file.extend(20_u16.to_le_bytes());
        file.extend(20_u16.to_le_bytes());
        header(&mut file, part);
        // No comment, the first disk, no attributes.
        file.extend([0; 10]);
        file.extend(offset.to_le_bytes());
        file.extend(part.name.as_bytes());
    }
    let directory_size = file.len() as u32 - directory;
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend((parts.len() as u16).to_le_bytes());
    file.extend((parts.len() as u16).to_le_bytes());
    file.extend(directory_size.to_le_bytes());
    file.extend(directory.to_le_bytes());
    file.extend([0; 2]);
    file
}

fn header(file: &mut Vec<u8>, part: &Part) {
    file.extend(part.flags.to_le_bytes());
    file.extend(part.method.to_le_bytes());
    file.extend([0; 4]);
    file.extend(part.checksum.to_le_bytes());
    file.extend((part.packed.len() as u32).to_le_bytes());
    file.extend(part.unpacked_size.to_le_bytes());
    file.extend((part.name.len() as u16).to_le_bytes());
    file.extend([0; 2]);
}
