//! Many who sign in at once leave the server as small as it was.

use crate::server::{Server, free_address, within};
use duty::Role;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};
use store::{Change, Location, NewAccount, Store};

const PEOPLE: usize = 40;
const PASSWORD: &str = "tarmac velvet gorse";

/// Each hash of a password takes 19 MiB for a while. Two are made at a time; forty at once left 286 MB behind.
const MOST: u64 = 160 << 20;

#[test]
fn forty_who_sign_in_at_once_leave_little_memory_behind() {
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("gangyao.db").to_str().unwrap().to_owned();
    prepare(&database);
    let address = free_address();
    let server = Server::start(&database, address, &[]);
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        assert!(begun.elapsed() < Duration::from_mins(1), "the server does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(sign_in(address, 0), "303");
    let Some(before) = server.resident() else {
        println!("skipped: this system does not tell what a process holds");
        return;
    };
    let answers: Vec<String> = std::thread::scope(|scope| {
        let people: Vec<_> =
            (1..PEOPLE).map(|person| scope.spawn(move || sign_in(address, person))).collect();
        people.into_iter().map(|person| person.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|status| status == "303"), "{answers:?}");
    let after = server.resident().unwrap();
    println!("{} MiB before, {} MiB after", before >> 20, after >> 20);
    assert!(after.saturating_sub(before) < MOST, "{before} bytes before, {after} after");
}

/// Accounts with a password.
fn prepare(database: &str) {
    within(async {
        let store = Store::open(&database.parse::<Location>().unwrap()).await.unwrap();
        let change = Change::now("test", "");
        for person in 0..PEOPLE {
            let account = NewAccount {
                name: format!("leader{person}"),
                full_name: String::new(),
                email: String::new(),
                role: Role::Leader,
                office: None,
                active: true,
                identity: None,
            };
            store.put_account(&account, &change).await.unwrap();
            server::set_password(&store, &account.name, PASSWORD, &change).await.unwrap();
        }
        store.close().await;
    });
}

/// Signs somebody in; gives the status of the answer.
fn sign_in(address: SocketAddr, person: usize) -> String {
    let body = format!("account=leader{person}&password={}&next=/", PASSWORD.replace(' ', "+"));
    let request = format!(
        "POST /sign-in HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8_lossy(&answer).split(' ').nth(1).unwrap_or_default().to_owned()
}
