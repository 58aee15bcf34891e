use crate::rendered::Rendered;
use crate::settings::Settings;
use std::ops::Deref;
use std::sync::Arc;
use store::{Store, StoreError};
use work::account::Provider;
use work::cache::{Cache, Forget};
use work::{Options, Service};

/// What all requests share: the work with the plans, and what HTTP adds to it. Cloning is cheap.
///
/// It stands for its [`Service`] wherever one is asked for.
#[derive(Clone)]
pub struct App {
    service: Service,
    inner: Arc<Inner>,
}

struct Inner {
    settings: Settings,
    pages: Arc<Cache<Rendered>>,
}

// Together with what the service keeps and the program itself this keeps the process below 150 MB.
const PAGES_BYTES: usize = 32 << 20;

impl App {
    /// An application over a store.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn new(store: Store, settings: Settings) -> Result<Self, StoreError> {
        let pages = Arc::new(Cache::new(PAGES_BYTES));
        let options = Options {
            base_url: settings.base_url.clone(),
            today: settings.today,
            reader: settings.reader.clone(),
            press: settings.press.clone(),
            kinds: settings.kinds.clone(),
            calls_inside: settings.calls_inside,
        };
        let forgets: Arc<dyn Forget> = pages.clone();
        let service = Service::new(store, options, vec![forgets]).await?;
        let inner = Inner { settings, pages };
        Ok(Self { service, inner: Arc::new(inner) })
    }

    /// How the server shall run.
    pub fn settings(&self) -> &Settings {
        &self.inner.settings
    }

    /// Finished answers.
    pub fn pages(&self) -> &Cache<Rendered> {
        &self.inner.pages
    }

    /// Where people sign in besides here: as the server was started, else as it is set up in the store.
    pub fn provider(&self) -> Option<Provider> {
        self.settings().oidc.clone().or_else(|| self.service.provider())
    }
}

impl Deref for App {
    type Target = Service;

    fn deref(&self) -> &Service {
        &self.service
    }
}
