package io.tallygate.examples.quickstart;

import io.tallygate.spi.Background;
import io.tallygate.spi.ChangeSignal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An edge's line to the centre's {@link NewsBell}, for a database that cannot notify: a signal as small as they come. A
 * line that was cut is dialled again, and that is news too, since some may have been missed.
 *
 * @param port where it is dialled
 */
record NewsLine(int port) implements ChangeSignal {
    private static final Duration REDIAL = Duration.ofMillis(500);

    @Override
    public Subscription subscribe(Background background, Runnable news) {
        Listening listening = new Listening(port, background, news);
        background.execute(listening);
        return listening;
    }

    private static final class Listening implements Subscription, Runnable {
        private final int port;
        private final Background background;
        private final Runnable news;
        private boolean closed;
        private @Nullable Socket line;

        Listening(int port, Background background, Runnable news) {
            this.port = port;
            this.background = background;
            this.news = news;
        }

        @Override
        public void run() {
            try (Socket dialled = new Socket(InetAddress.getLoopbackAddress(), port)) {
                hold(dialled);
                do {
                    news.run();
                } while (dialled.getInputStream().read() >= 0);
            } catch (IOException e) {
                // cut, or closed
            }
            redial();
        }

        private synchronized void hold(Socket dialled) throws IOException {
            line = dialled;
            if (closed) {
                dialled.close();
            }
        }

        private synchronized void redial() {
            if (!closed) {
                background.after(REDIAL, this);
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            try {
                if (line != null) {
                    line.close();
                }
            } catch (IOException e) {
                // it is closed all the same
            }
        }
    }
}
