//! Content on its way over HTTP/2.
//!
//! There, a client says how much of each answer it takes (RFC 9113, section 5.2), and may take none of
//! a hundred. So content is given away piece by piece, as it is taken: what moves is seen, and what
//! does not is not waited for any longer than a client of HTTP/1.1 would be.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::body::{Body, Frame, SizeHint};
use hyper::service::Service;

use super::answer::{Answer, Answering};
use super::patience::{Patience, Sending};

/// The octets of a piece: those of a frame, unless a client asks for larger ones.
const PIECE: usize = 16 << 10;

/// Content that tells when some of it was taken.
pub(super) struct Content {
    /// What the answer holds, until it is first asked for.
    whole: Full<Bytes>,
    rest: Bytes,
    sending: Sending,
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = &mut *self;
        if this.rest.is_empty() {
            match ready!(Pin::new(&mut this.whole).poll_frame(context)) {
                Some(Ok(frame)) => this.rest = frame.into_data().unwrap_or_default(),
                nothing => return Poll::Ready(nothing),
            }
        }
        this.sending.has_moved();
        let piece = this.rest.split_to(PIECE.min(this.rest.len()));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.whole.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let whole = self.whole.size_hint().exact().unwrap_or_default();
        SizeHint::with_exact(whole + self.rest.len() as u64)
    }
}

/// Answers the requests of a connection in HTTP/2.
#[derive(Clone, Debug)]
pub(super) struct InPieces {
    answering: Answering,
    patience: Arc<Patience>,
}

impl InPieces {
    pub(super) fn new(answering: Answering, patience: Arc<Patience>) -> Self {
        Self { answering, patience }
    }
}

impl<B> Service<Request<B>> for InPieces {
    type Response = hyper::Response<Content>;
    type Error = Infallible;
    type Future = AnswerInPieces;

    fn call(&self, request: Request<B>) -> AnswerInPieces {
        AnswerInPieces {
            answer: self.answering.call(request),
            patience: Arc::clone(&self.patience),
        }
    }
}

/// An answer whose content goes in pieces.
pub(super) struct AnswerInPieces {
    answer: Answer,
    patience: Arc<Patience>,
}

impl Future for AnswerInPieces {
    type Output = Result<hyper::Response<Content>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.answer).poll(context));
        let sending = self.patience.sends();
        let in_pieces = |whole| Content { whole, rest: Bytes::new(), sending };
        Poll::Ready(answer.map(|response| response.map(in_pieces)))
    }
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::super::Limits;
    use super::super::patience::Clock;
    use super::*;

    #[tokio::test]
    async fn pieces_make_up_the_whole_and_its_length_is_known() {
        let limits = Arc::new(Limits::default());
        let patience = Arc::new(Patience::new(Arc::new(Clock::new(&limits)), limits));
        for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7] {
            let octets: Vec<u8> = (0..=u8::MAX).cycle().take(length).collect();
            let whole = Full::new(Bytes::from(octets.clone()));
            let mut content = Content { whole, rest: Bytes::new(), sending: patience.sends() };
            let mut got = Vec::new();
            assert_eq!(content.is_end_stream(), length == 0);
            while let Some(frame) = content.frame().await {
                let piece = frame.unwrap().into_data().unwrap();
                assert!(piece.len() <= PIECE);
                got.extend_from_slice(&piece);
                assert_eq!(content.size_hint().exact(), Some((length - got.len()) as u64));
                assert_eq!(content.is_end_stream(), got.len() == length);
            }
            assert_eq!(got, octets);
        }
    }
}
