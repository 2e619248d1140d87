//! Internal documents, who has read them, trainings (Law 94-V art. 25(3)).

use super::codec::body;
use crate::id::Hash;

body! {
    /// One version of an internal document, in both languages; readable for ever.
    DocumentPublished {
        /// Document code.
        code: String,
        /// Revision, as printed.
        revision: String,
        /// First day on which it applies, `YYYY-MM-DD`.
        effective_from: String,
        /// Title, Kazakh.
        title_kk: String,
        /// Title, Russian.
        title_ru: String,
        /// Text, Kazakh.
        text_kk: String,
        /// Text, Russian.
        text_ru: String,
    }
}

body! {
    /// A person has read a version of a document and says so in their own session.
    AcquaintanceSigned {
        /// The entry that published the version.
        document: Hash,
        /// Its revision, as it was shown.
        revision: String,
        /// Language of the text that was read: 1 Russian, 2 Kazakh.
        language: u8,
    }
}

body! {
    /// A training that a person took part in.
    TrainingRecorded {
        /// What it was about.
        topic: String,
        /// The day, `YYYY-MM-DD`.
        held_on: String,
        /// Who held it, as signed on paper.
        held_by: String,
    }
}
