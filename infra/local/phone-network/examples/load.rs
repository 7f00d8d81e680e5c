//! How many creations a second the network takes, on one core.
//!
//! `cargo run --release -p phone-network --example load` starts a network on a thread of its own in this
//! process and creates texts over loopback connections. It prints the rate that was seen, and the rate that
//! one core has room for by the processor time that the network's thread used: on a machine that is busy with
//! other things the second figure is the one to compare.

use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::Parser;
use phone_network::{Config, Pace, Server};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinSet,
};

const ACCOUNT: &str = "AC0123456789abcdef0123456789abcdef";
const TOKEN: &str = "token";
const CHURCH: &str = "+12025550100";
const THREAD: &str = "phone-network";
/// The kernel's unit of processor time in /proc, on every Linux that Rust runs on.
const TICKS_PER_SECOND: f64 = 100.0;

/// Measures creations a second over loopback.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many texts to create.
    #[arg(long, default_value_t = 20_000)]
    count: usize,
    /// How many connections to use at once.
    #[arg(long, default_value_t = 16)]
    connections: usize,
    /// Also receive three signed callbacks for each text.
    #[arg(long)]
    callbacks: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let folder = std::env::temp_dir().join(format!("phone-network-load-{}", std::process::id()));
    let (address, stop) = start_network(&folder)?;
    let outcome = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("can't make a runtime")?
        .block_on(measure(&arguments, &address));
    stop.send(()).ok();
    fs::remove_dir_all(&folder).ok();
    outcome
}

fn start_network(folder: &Path) -> Result<(String, oneshot::Sender<()>)> {
    let config = Config {
        port: 0,
        account_sid: ACCOUNT.to_owned(),
        auth_token: TOKEN.to_owned(),
        church_phone: CHURCH.to_owned(),
        state_dir: folder.to_owned(),
        pace: Pace {
            min_ms: 100,
            max_ms: 400,
        },
        callbacks_at_once: 16,
        callback_patience: Duration::ZERO,
        price_per_segment: "0.0083".parse().map_err(anyhow::Error::msg)?,
        price_per_minute_in: "0.0085".parse().map_err(anyhow::Error::msg)?,
        price_per_minute_out: "0.0140".parse().map_err(anyhow::Error::msg)?,
        speech_ms_per_character: 0,
        silence_percent: 100,
        handles_opt_out: true,
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::Builder::new()
        .name(THREAD.to_owned())
        .spawn(move || -> Result<()> {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(async {
                    let server = Server::open(config).await?;
                    tell.send(server.address()).ok();
                    server.run(async { drop(stopped.await) }).await
                })
        })?;
    Ok((told.recv().context("the network did not start")?, stop))
}

async fn measure(arguments: &Arguments, address: &str) -> Result<()> {
    let callback = if arguments.callbacks {
        receive_callbacks().await?
    } else {
        String::new()
    };
    let host = address.trim_start_matches("http://").to_owned();
    let share = arguments.count / arguments.connections;
    let cpu_before = processor_seconds()?;
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for client in 0..arguments.connections {
        clients.spawn(create(host.clone(), callback.clone(), client, share));
    }
    while let Some(client) = clients.join_next().await {
        client??;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let created = (share * arguments.connections) as f64;
    let busy_while_creating = processor_seconds()? - cpu_before;
    println!(
        "{created} creations in {seconds:.2} s: {:.0} a second",
        created / seconds
    );
    println!(
        "room on one core: {:.0} a second",
        created / busy_while_creating
    );
    if arguments.callbacks {
        let expected = 3 * share * arguments.connections;
        while RECEIVED.load(std::sync::atomic::Ordering::Relaxed) < expected {
            ensure!(
                begun.elapsed() < Duration::from_secs(300),
                "callbacks are missing"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let busy = processor_seconds()? - cpu_before;
        println!(
            "with all {expected} callbacks: room on one core for {:.0} creations a second",
            created / busy
        );
    }
    Ok(())
}

async fn create(host: String, callback: String, client: usize, count: usize) -> Result<()> {
    let mut stream = TcpStream::connect(&host).await?;
    stream.set_nodelay(true)?;
    let authorization = STANDARD.encode(format!("{ACCOUNT}:{TOKEN}"));
    for number in 0..count {
        let to = format!("+1202{:03}{:04}", 200 + client, number % 10_000);
        let mut form = vec![
            ("To", to.as_str()),
            ("From", CHURCH),
            ("Body", "Supper is on Friday at six. All are welcome!"),
        ];
        if !callback.is_empty() {
            form.push(("StatusCallback", callback.as_str()));
        }
        let body = serde_urlencoded::to_string(form)?;
        let request = format!(
            "POST /2010-04-01/Accounts/{ACCOUNT}/Messages.json HTTP/1.1\r\nHost: {host}\r\n\
             Authorization: Basic {authorization}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).await?;
        let head = read_message(&mut stream).await?;
        ensure!(head.starts_with("HTTP/1.1 201"), "{head}");
    }
    Ok(())
}

/// Reads one HTTP message with a `Content-Length`, and gives back its head.
async fn read_message(stream: &mut TcpStream) -> Result<String> {
    let mut bytes = Vec::with_capacity(2048);
    loop {
        ensure!(
            stream.read_buf(&mut bytes).await? > 0,
            "the connection ended"
        );
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length: usize = head
            .lines()
            .find_map(|line| {
                line.to_ascii_lowercase()
                    .strip_prefix("content-length: ")?
                    .trim()
                    .parse()
                    .ok()
            })
            .unwrap_or(0);
        while bytes.len() < end + 4 + length {
            ensure!(
                stream.read_buf(&mut bytes).await? > 0,
                "the connection ended"
            );
        }
        return Ok(head);
    }
}

static RECEIVED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

/// Answers every callback with 204, and gives back the URL to be called.
async fn receive_callbacks() -> Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/status", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                while read_message(&mut stream).await.is_ok() {
                    RECEIVED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    if stream
                        .write_all(b"HTTP/1.1 204 No Content\r\n\r\n")
                        .await
                        .is_err()
                    {
                        break;
                    }
                }
            });
        }
    });
    Ok(url)
}

/// The processor time of the network's thread so far.
fn processor_seconds() -> Result<f64> {
    for task in
        fs::read_dir("/proc/self/task").context("processor time is read from Linux's /proc")?
    {
        let stat = fs::read_to_string(task?.path().join("stat"))?;
        let Some((name, rest)) = stat.split_once(") ") else {
            continue;
        };
        if name.ends_with(&format!("({THREAD}")) {
            // Fields 14 and 15, user and system time; `rest` begins with field 3.
            let ticks: f64 = rest
                .split(' ')
                .skip(11)
                .take(2)
                .filter_map(|text| text.parse::<f64>().ok())
                .sum();
            return Ok(ticks / TICKS_PER_SECOND);
        }
    }
    anyhow::bail!("the network's thread is gone")
}
