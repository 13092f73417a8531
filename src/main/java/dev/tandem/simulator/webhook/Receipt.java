package dev.tandem.simulator.webhook;

/** Told what became of one item of a webhook. Called from any thread. */
public interface Receipt {
    Receipt NONE = new Receipt() {
        @Override
        public void acknowledged() {}

        @Override
        public void lost() {}
    };

    /** The receiver answered 200 to a POST that held the item; once for every such POST, so again for a duplicate. */
    void acknowledged();

    /** The item was lost on purpose, or given up after 7 days of retries. */
    void lost();
}
