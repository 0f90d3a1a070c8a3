package io.posestream.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int CULPRIT = 13;
    private static final int FATAL = 666;
    private static final int HEAVY = 33;

    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final GatedModel model = new GatedModel();
    private final List<Integer> observed = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        model.open();
        callers.shutdownNow();
    }

    @Test
    void batchesWhatWaitsTogether() {
        try (Batcher<Integer, Integer> batcher = batcher(8, 8, LONG)) {
            List<CompletableFuture<Integer>> answers = heldWithThreeQueued(batcher);
            model.open();

            assertThat(answers).extracting(CompletableFuture::join).containsExactly(0, 10, 20, 30);
            assertThat(model.batches).containsExactly(List.of(0), List.of(1, 2, 3));
        }
        assertThat(observed).containsExactly(1, 3);
    }

    @Test
    void neverRunsMoreThanTheMost() {
        try (Batcher<Integer, Integer> batcher = batcher(2, 8, LONG)) {
            List<CompletableFuture<Integer>> answers = heldWithThreeQueued(batcher);
            model.open();

            assertThat(answers).extracting(CompletableFuture::join).containsExactly(0, 10, 20, 30);
            assertThat(model.batches).containsExactly(List.of(0), List.of(1, 2), List.of(3));
        }
    }

    @Test
    void waitsForABatchToFill() {
        model.open();
        model.maxBatch = 3;
        try (Batcher<Integer, Integer> batcher =
                new Batcher<>("test", new Batcher.Limits(LONG, 8, LONG), (n, w, r) -> {}, model)) {
            List<CompletableFuture<Integer>> answers = List.of(run(batcher, 1), run(batcher, 2), run(batcher, 3));

            assertThat(answers).extracting(CompletableFuture::join).containsExactly(10, 20, 30);
            assertThat(model.batches).hasSize(1);
        }
    }

    @Test
    void onlyTheCulpritOfABatchFails() {
        try (Batcher<Integer, Integer> batcher = batcher(8, 8, LONG)) {
            CompletableFuture<Integer> held = held(batcher);
            CompletableFuture<Integer> first = queued(batcher, 1, 1);
            CompletableFuture<Integer> culprit = queued(batcher, CULPRIT, 2);
            CompletableFuture<Integer> second = queued(batcher, 2, 3);
            CompletableFuture<Integer> third = queued(batcher, 3, 4);
            model.open();

            assertThat(List.of(held, first, second, third))
                    .extracting(CompletableFuture::join)
                    .containsExactly(0, 10, 20, 30);
            assertThatThrownBy(culprit::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(BatchFailedException.class)
                    .hasMessage("cannot stomach 13");
            assertThat(batcher.alive()).isTrue();
            assertThat(batcher.run(4)).isEqualTo(40);
        }
    }

    @Test
    void aFailureWithoutAMessageIsNamedByItsType() {
        assertThat(new BatchFailedException(new NullPointerException())).hasMessage("java.lang.NullPointerException");
    }

    @Test
    void refusesWhatTheQueueDoesNotHold() {
        try (Batcher<Integer, Integer> batcher = batcher(8, 3, LONG)) {
            List<CompletableFuture<Integer>> answers = heldWithThreeQueued(batcher);

            assertThatThrownBy(() -> batcher.run(4))
                    .isInstanceOf(StalledException.class)
                    .hasMessage("test: 3 are queued");
            model.open();
            assertThat(answers).extracting(CompletableFuture::join).containsExactly(0, 10, 20, 30);
        }
    }

    @Test
    void aModelThatDoesNotAnswerInTimeIsDead() {
        try (Batcher<Integer, Integer> batcher = batcher(8, 8, Duration.ofMillis(50))) {
            assertThat(batcher.alive()).isTrue();

            assertThatThrownBy(() -> batcher.run(1))
                    .isInstanceOf(StalledException.class)
                    .hasMessage("test has finished no run for 50 ms");
            assertThat(batcher.alive()).isFalse();
            model.open();
        }
    }

    /** The last item waits longer than the limit, but never that long for a run to finish. */
    @Test
    void aLongQueueIsNoDeadModel() {
        Duration limit = Duration.ofSeconds(2);
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try (Batcher<Integer, Integer> batcher = batcher(1, 8, limit)) {
            List<CompletableFuture<Integer>> answers = heldWithThreeQueued(batcher);
            long start = System.nanoTime();
            var unused = pace.scheduleAtFixedRate(() -> model.gate.release(), 700, 700, TimeUnit.MILLISECONDS);

            assertThat(answers).extracting(CompletableFuture::join).containsExactly(0, 10, 20, 30);
            assertThat(System.nanoTime() - start).isGreaterThan(limit.toNanos());
            assertThat(batcher.alive()).isTrue();
        } finally {
            pace.shutdownNow();
        }
    }

    @Test
    void closingFinishesWhatIsQueuedThenClosesTheModel() {
        Batcher<Integer, Integer> batcher = batcher(2, 8, LONG);
        List<CompletableFuture<Integer>> answers = heldWithThreeQueued(batcher);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(batcher::close, callers);
        model.open();

        closing.join();

        assertThat(answers).extracting(CompletableFuture::join).containsExactly(0, 10, 20, 30);
        assertThat(model.closed.getCount()).isZero();
        assertThat(model.users).containsOnly("test");
    }

    @Test
    void refusesWhatComesAfterClosing() {
        Batcher<Integer, Integer> batcher = batcher(2, 8, LONG);
        batcher.close();

        assertThatThrownBy(() -> batcher.run(1))
                .isInstanceOf(StalledException.class)
                .hasMessage("test is closed");
        assertThat(batcher.alive()).isFalse();
    }

    @Test
    void anErrorInTheModelStopsTheBatcherAndFailsAllWhoWait() throws InterruptedException {
        try (Batcher<Integer, Integer> batcher = batcher(2, 8, LONG)) {
            CompletableFuture<Integer> held = held(batcher);
            List<CompletableFuture<Integer>> doomed =
                    List.of(queued(batcher, 1, 1), queued(batcher, FATAL, 2), queued(batcher, 3, 3));
            model.open();

            assertThat(held.join()).isZero();
            for (CompletableFuture<Integer> waiter : doomed) {
                assertThatThrownBy(waiter::join).cause().isInstanceOf(StalledException.class);
            }
            assertThat(model.closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(batcher.alive()).isFalse();
            assertThatThrownBy(() -> batcher.run(4))
                    .isInstanceOf(StalledException.class)
                    .hasMessage("test stopped");
        }
    }

    @Test
    void anInterruptedCallerGivesUpAndStaysInterrupted() {
        try (Batcher<Integer, Integer> batcher = batcher(2, 8, LONG)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> batcher.run(1)).isInstanceOf(StalledException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(batcher.alive()).isTrue();
            model.open();
        }
    }

    @Test
    void anItemThatWeighsTooMuchWaitsForTheNextBatch() {
        try (Batcher<Integer, Integer> batcher = batcher(3, 8, LONG)) {
            CompletableFuture<Integer> held = held(batcher);
            CompletableFuture<Integer> light = queued(batcher, 1, 1);
            CompletableFuture<Integer> heavy = queued(batcher, HEAVY, 2);
            CompletableFuture<Integer> last = queued(batcher, 2, 3);
            model.open();
            CompletableFuture.allOf(held, light, heavy, last).join();
        }
        assertThat(model.batches).containsExactly(List.of(0), List.of(1), List.of(HEAVY), List.of(2));
    }

    /** Eight callers; now and then an item fails. Everybody gets the answer to the own question. */
    @Test
    void everyCallerGetsItsOwnAnswer() {
        int threads = 8;
        int items = 2000;
        AtomicInteger largest = new AtomicInteger();
        Batcher.Model<Integer, Integer> checked = new Batcher.Model<>() {
            @Override
            public List<Integer> run(List<Integer> batch) {
                largest.accumulateAndGet(batch.size(), Math::max);
                if (batch.stream().anyMatch(item -> item % 997 == 0)) {
                    throw new IllegalStateException("unlucky");
                }
                return batch.stream().map(item -> item + 1).toList();
            }

            @Override
            public int weight(Integer item) {
                return 1;
            }

            @Override
            public int maxBatch() {
                return 5;
            }

            @Override
            public void close() {}
        };
        Batcher.Limits limits = new Batcher.Limits(Duration.ofNanos(1000), threads, LONG);
        AtomicInteger ran = new AtomicInteger();

        try (Batcher<Integer, Integer> batcher =
                new Batcher<>("stress", limits, (n, w, r) -> ran.addAndGet(n), checked)) {
            List<CompletableFuture<Integer>> failures = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                Random random = new Random(t);
                failures.add(CompletableFuture.supplyAsync(() -> ask(batcher, random, items), callers));
            }
            assertThat(failures).extracting(CompletableFuture::join).allMatch(failed -> failed > 0);
            assertThat(batcher.alive()).isTrue();
        }
        assertThat(ran).hasValue(threads * items);
        assertThat(largest.get()).isBetween(1, 5);
    }

    /** @return how many failed, all of them rightly */
    private static int ask(Batcher<Integer, Integer> batcher, Random random, int items) {
        int failed = 0;
        for (int i = 0; i < items; i++) {
            int item = i == 0 ? 997 : random.nextInt(1_000_000);
            try {
                assertThat(batcher.run(item)).isEqualTo(item + 1);
                assertThat(item % 997).isNotZero();
            } catch (BatchFailedException e) {
                assertThat(item % 997).isZero();
                failed++;
            }
        }
        return failed;
    }

    private Batcher<Integer, Integer> batcher(int maxBatch, int maxQueued, Duration timeLimit) {
        model.maxBatch = maxBatch;
        return new Batcher<>(
                "test",
                new Batcher.Limits(Duration.ZERO, maxQueued, timeLimit),
                (items, wait, run) -> observed.add(items),
                model);
    }

    /** Item 0 in the model, 1 to 3 in the queue, in that order. */
    private List<CompletableFuture<Integer>> heldWithThreeQueued(Batcher<Integer, Integer> batcher) {
        return List.of(held(batcher), queued(batcher, 1, 1), queued(batcher, 2, 2), queued(batcher, 3, 3));
    }

    private CompletableFuture<Integer> held(Batcher<Integer, Integer> batcher) {
        CompletableFuture<Integer> answer = run(batcher, 0);
        await().until(() -> model.entered.getCount() == 0);
        return answer;
    }

    private CompletableFuture<Integer> queued(Batcher<Integer, Integer> batcher, int item, int depth) {
        CompletableFuture<Integer> answer = run(batcher, item);
        await().until(() -> batcher.queued() == depth);
        return answer;
    }

    private CompletableFuture<Integer> run(Batcher<Integer, Integer> batcher, int item) {
        return CompletableFuture.supplyAsync(() -> batcher.run(item), callers);
    }

    /** Multiplies by ten, once it is let. */
    private static final class GatedModel implements Batcher.Model<Integer, Integer> {
        private final Semaphore gate = new Semaphore(0);
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();
        private final List<String> users = new CopyOnWriteArrayList<>();
        private volatile int maxBatch;

        void open() {
            gate.release(1000);
        }

        @Override
        public List<Integer> run(List<Integer> batch) {
            users.add(Thread.currentThread().getName());
            entered.countDown();
            gate.acquireUninterruptibly();
            if (batch.contains(FATAL)) {
                throw new AssertionError("the machine is on fire; this test wants it");
            }
            if (batch.contains(CULPRIT)) {
                throw new IllegalStateException("cannot stomach " + CULPRIT);
            }
            batches.add(batch);
            return batch.stream().map(item -> 10 * item).toList();
        }

        @Override
        public int weight(Integer item) {
            return item == HEAVY ? 3 : 1;
        }

        @Override
        public int maxBatch() {
            return maxBatch;
        }

        @Override
        public void close() {
            users.add(Thread.currentThread().getName());
            closed.countDown();
        }
    }
}
