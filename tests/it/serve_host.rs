//! `balm serve --host`: where the preview listens.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

use crate::harness::{Site, balm};

#[test]
fn the_preview_listens_where_it_is_told_to() {
    for host in ["localhost", "LOCALHOST", "127.0.0.1"] {
        let site = Site::with("# Heat\n\nHeat relaxes the muscle.\n");
        let program = balm(site.path()).get_program().to_owned();
        let mut preview = std::process::Command::new(program)
            .args(["serve", "--host", host, "--port", "0", "--root"])
            .arg(site.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut said =
            BufReader::new(preview.stdout.take().expect("it is piped")).lines().map_while(Result::ok);
        let address = said
            .find_map(|line| line.strip_prefix("The site is at http://").map(str::to_owned))
            .expect("it says where it is");
        let port = address.trim_end_matches('/').rsplit(':').next().expect("it has a port").to_owned();
        let mut stream = TcpStream::connect(format!("127.0.0.1:{port}")).expect("it listens");
        let request = format!("GET /a/ HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("it can be sent");
        let mut response = String::new();
        stream.read_to_string(&mut response).expect("it responds");
        assert!(response.starts_with("HTTP/1.1 200") && response.contains("relaxes"), "{host}: {response}");
        preview.kill().expect("it can be stopped");
        preview.wait().expect("it ends");
    }
    let refused = Site::with("# Heat\n").run(&["serve", "--host", "nowhere"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("`localhost`"), "{}", refused.err);
}
