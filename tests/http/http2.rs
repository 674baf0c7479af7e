//! HTTP/2 with prior knowledge.

use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper::{Method, Request, StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use plenary::http::{Drain, Limits};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::server::Server;

async fn connect(server: &Server) -> (SendRequest<Empty<Bytes>>, JoinHandle<hyper::Result<()>>) {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let stream = TokioIo::new(stream);
    let (sender, connection) = handshake(TokioExecutor::new(), stream).await.unwrap();
    (sender, tokio::spawn(connection))
}

fn request(method: Method, path: &str) -> Request<Empty<Bytes>> {
    Request::builder()
        .method(method)
        .uri(format!("http://a.example{path}"))
        .body(Empty::new())
        .unwrap()
}

#[tokio::test]
async fn http_2_is_answered_like_http_1() {
    let server = Server::empty(Limits::default()).await;
    let (mut sender, _connection) = connect(&server).await;
    let get = request(Method::GET, "/robots.txt");
    let head = request(Method::HEAD, "/robots.txt");
    let missing = request(Method::GET, "/nothing");
    let get = sender.send_request(get);
    let head = sender.send_request(head);
    let missing = sender.send_request(missing);
    let (get, head, missing) = tokio::join!(get, head, missing);
    let (get, head) = (get.unwrap(), head.unwrap());
    assert_eq!(get.version(), Version::HTTP_2);
    let lengths = [&get, &head].map(|answer| answer.headers()["content-length"].clone());
    let octets = get.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(lengths, [octets.len().to_string(), octets.len().to_string()]);
    let octets = head.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(octets.len(), 0);
    assert_eq!(missing.unwrap().status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_limits_hold_in_http_2_too() {
    let server = Server::empty(Limits::default()).await;
    let (mut sender, _connection) = connect(&server).await;
    let long = request(Method::GET, &format!("/{}", "a".repeat(8 << 10)));
    let answer = sender.send_request(long).await.unwrap();
    assert_eq!(answer.status(), StatusCode::URI_TOO_LONG);
    let mut large = request(Method::GET, "/robots.txt");
    let value = "a".repeat(32 << 10).parse().unwrap();
    large.headers_mut().insert("x-long", value);
    let answer = sender.send_request(large).await.unwrap();
    let expected = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
    assert_eq!(answer.status(), expected);
}

#[tokio::test]
async fn shutdown_ends_an_http_2_connection() {
    let server = Server::empty(Limits::default()).await;
    let (mut sender, connection) = connect(&server).await;
    let answer = sender.send_request(request(Method::GET, "/robots.txt"));
    assert_eq!(answer.await.unwrap().status(), StatusCode::OK);
    server.shutdown.cancel();
    connection.await.unwrap().unwrap();
    assert_eq!(server.ended.await.unwrap(), Drain::Complete);
}
