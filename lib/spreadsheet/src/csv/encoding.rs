//! In which encoding a text file is: what the file says, or else what its bytes allow.

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::{Refusal, content};

/// How many bytes are looked at for UTF-16 without a byte-order mark.
const SAMPLE_BYTES: usize = 4096;

/// Bytes that Windows-1252 gives no character to; a file with one of them is in another encoding.
const NOT_WINDOWS_1252: [u8; 5] = [0x81, 0x8D, 0x8F, 0x90, 0x9D];

/// A text file with its encoding known, and all of its bytes known to be letters in it.
#[derive(Clone, Copy)]
pub(crate) struct Text<'a> {
    bytes: &'a [u8],
    encoding: &'static Encoding,
}

impl<'a> Text<'a> {
    /// Finds the encoding. This reads the whole file once, and holds nothing of it.
    ///
    /// # Errors
    /// When the bytes are no text, or not in one encoding throughout.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, Refusal> {
        let (encoding, mark) = match Encoding::for_bom(bytes) {
            Some((encoding, length)) => (encoding, length),
            None => (without_mark(bytes)?, 0),
        };
        let bytes = &bytes[mark..];
        let text = Self {
            // Programs of the time of DOS end a file with a sign of their own.
            bytes: bytes.strip_suffix(b"\x1A").unwrap_or(bytes),
            encoding,
        };
        text.check()?;
        Ok(text)
    }

    /// The text from its beginning, piece by piece.
    pub(crate) fn pieces(&self) -> Pieces<'a> {
        Pieces {
            rest: self.bytes,
            decoder: self.encoding.new_decoder_without_bom_handling(),
            is_done: false,
        }
    }

    /// The beginning of the text: a few thousand letters, or all of it.
    pub(crate) fn beginning(&self) -> String {
        let mut piece = String::new();
        // What can't be read was refused when the encoding was found.
        self.pieces().read_into(&mut piece).ok();
        piece
    }

    fn check(&self) -> Result<(), Refusal> {
        let mut pieces = self.pieces();
        let mut piece = String::new();
        let mut lines = Lines::default();
        loop {
            let result = pieces.read_into(&mut piece);
            if piece.contains('\0') {
                return Err(Refusal::NotASpreadsheet);
            }
            lines.count(&piece);
            match result {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(UnreadableBytes) => {
                    return Err(Refusal::UnreadableLetters {
                        row: lines.seen + 1,
                    });
                }
            }
        }
    }
}

/// Without a byte-order mark: UTF-16 if every other byte is 0, UTF-8 if all of it is valid, or else
/// Windows-1252, which Excel writes in the western world.
fn without_mark(bytes: &[u8]) -> Result<&'static Encoding, Refusal> {
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok(encoding);
    }
    if bytes.contains(&0) || content::is_binary(bytes) {
        return Err(Refusal::NotASpreadsheet);
    }
    let Err(first_error) = std::str::from_utf8(bytes) else {
        return Ok(UTF_8);
    };
    let unreadable = Refusal::UnreadableLetters {
        row: lines_before(bytes, first_error.valid_up_to()) + 1,
    };
    if bytes.iter().any(|byte| NOT_WINDOWS_1252.contains(byte)) || is_mostly_utf_8(bytes) {
        return Err(unreadable);
    }
    Ok(WINDOWS_1252)
}

/// Commas, digits and line ends have a 0 beside them in UTF-16, whatever the language; the side
/// tells the byte order.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let sample = &bytes[..bytes.len().min(SAMPLE_BYTES)];
    let mut zeros_first = 0;
    let mut zeros_second = 0;
    for pair in sample.chunks_exact(2) {
        match pair {
            [0, 0] => return None,
            [0, _] => zeros_first += 1,
            [_, 0] => zeros_second += 1,
            _ => {}
        }
    }
    // One character in eight is less than any table has, and more than chance gives.
    let enough = sample.len() / 16 + 1;
    match (zeros_first, zeros_second) {
        (0, second) if second >= enough => Some(UTF_16LE),
        (first, 0) if first >= enough => Some(UTF_16BE),
        _ => None,
    }
}

/// Whether a file that is not valid UTF-8 has more letters of UTF-8 than bytes that are none: two
/// files were put together, or one was cut. As Windows-1252, every accent in it would come out wrong.
fn is_mostly_utf_8(bytes: &[u8]) -> bool {
    let mut letters = 0_usize;
    let mut errors = 0_usize;
    for chunk in bytes.utf8_chunks() {
        letters += chunk
            .valid()
            .chars()
            .filter(|letter| !letter.is_ascii())
            .count();
        errors += chunk.invalid().len();
    }
    letters > errors
}

fn lines_before(bytes: &[u8], end: usize) -> u64 {
    let mut lines = Lines::default();
    for chunk in bytes[..end].utf8_chunks() {
        lines.count(chunk.valid());
    }
    lines.seen
}

/// Counts line ends, where CR LF is one.
#[derive(Default)]
struct Lines {
    seen: u64,
    after_return: bool,
}

impl Lines {
    fn count(&mut self, text: &str) {
        for byte in text.bytes() {
            if byte == b'\r' || (byte == b'\n' && !self.after_return) {
                self.seen += 1;
            }
            self.after_return = byte == b'\r';
        }
    }
}

/// Bytes that are no letters in the text's encoding.
#[derive(Debug)]
pub(crate) struct UnreadableBytes;

/// A text from its beginning, decoded piece by piece.
pub(crate) struct Pieces<'a> {
    rest: &'a [u8],
    decoder: Decoder,
    is_done: bool,
}

impl Pieces<'_> {
    /// How much is decoded at once, in bytes of the decoded text.
    const PIECE_BYTES: usize = 16 * 1024;

    /// Puts the next piece in place of what is in `piece`; false when this was the last one.
    ///
    /// # Errors
    /// When bytes are no letters; `piece` then holds what comes before them.
    pub(crate) fn read_into(&mut self, piece: &mut String) -> Result<bool, UnreadableBytes> {
        piece.clear();
        if self.is_done {
            return Ok(false);
        }
        piece.reserve(Self::PIECE_BYTES);
        let (result, read) = self
            .decoder
            .decode_to_string_without_replacement(self.rest, piece, true);
        self.rest = &self.rest[read..];
        match result {
            DecoderResult::OutputFull => Ok(true),
            DecoderResult::InputEmpty => {
                self.is_done = true;
                Ok(false)
            }
            DecoderResult::Malformed(..) => {
                self.is_done = true;
                Err(UnreadableBytes)
            }
        }
    }
}
