package io.posestream.standalone;

/** One event of a schedule. A step that is impossible at its time does nothing, so that any list of steps is a schedule. */
sealed interface Step {
    void play(SimulatedService service);

    enum Camera {
        DOOR,
        YARD,
        GATE
    }

    /** A live frame expires. */
    record Publish(Camera camera, SimulatedFrame.Content content, boolean live) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.publish(camera, content, live);
        }
    }

    /** The client gives its last number again, having heard nothing; for the service it is a new frame. */
    record PublishAgain(Camera camera) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.publishAgain(camera);
        }
    }

    /** A frame that the broker never confirmed, and never had. */
    record LoseUnconfirmed(Camera camera) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.loseUnconfirmed(camera);
        }
    }

    record Pass(int millis) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.passMillis(millis);
        }
    }

    /** Frames come into the owner's memory. */
    record Fetch(int partition, int frames) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.fetch(partition, frames);
        }
    }

    record Work(int partition, int frames) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.work(partition, frames);
        }
    }

    record Commit(int partition) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.commit(partition);
        }
    }

    /** The next frame finds models that do not answer: the thread fails and is replaced. */
    record Stall(int partition) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.stall(partition);
        }
    }

    /** Streams starts a task anew, with its processor; of what it had sent since the last commit some came out. */
    record Revive(int partition, int cameOut) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.revive(partition, cameOut);
        }
    }

    /** A worker dies; of what each task had sent since its last commit some came out. */
    record Crash(int worker, int cameOut) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.crash(worker, cameOut);
        }
    }

    /** A partition goes to a worker, in good order. */
    record Rebalance(int partition, int worker) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.rebalance(partition, worker);
        }
    }

    /** A partition goes to the other worker, and its owner does not know yet. */
    record Usurp(int partition) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.usurp(partition);
        }
    }

    /** Owners of old go on. */
    record WorkOfOld(int frames) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.workOfOld(frames);
        }
    }

    record DeleteFrames(int partition, int frames) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.deleteFrames(partition, frames);
        }
    }

    record DeleteSkeletons(int partition, int records) implements Step {
        @Override
        public void play(SimulatedService service) {
            service.deleteSkeletons(partition, records);
        }
    }

    /** All workers leave, for so long that Kafka forgets the group's offsets. */
    record ForgetGroup() implements Step {
        @Override
        public void play(SimulatedService service) {
            service.forgetGroup();
        }
    }
}
