package io.posestream.trainer.teacher;

import io.posestream.inference.model.Crop;
import io.posestream.inference.model.Image;
import io.posestream.trainer.data.Answer;
import io.posestream.trainer.data.Sample;
import io.posestream.trainer.data.Teacher;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A teacher whose answers are kept on disk: what it was asked once costs no network any more, in this run or the next.
 * There is a file for each teacher and way of asking it; another model file or setting is another file, another crop or
 * box another answer. Every answer goes through the form in which it is kept, the first time too, so that a run learns
 * the same whether its answers were there before or not. Safe for several threads.
 */
public final class CachedTeacher implements Teacher, AutoCloseable {
    /** Some two and a half million answers. */
    public static final long USUAL_MAX_BYTES = 2L << 30;

    private static final Logger LOG = LoggerFactory.getLogger(CachedTeacher.class);

    /**
     * {@code answers = hits + misses}.
     *
     * @param hits answers from the file, recalled ones among them; to recall one that is not there is no miss
     * @param unkept of the misses, those that the file had no room for: they will be misses again
     * @param cutOffBytes a torn end of the file that was dropped when it was opened
     */
    public record Counts(long hits, long misses, long unkept, long cutOffBytes) {}

    private final OnnxTeacher teacher;
    private final AnswerCode code;
    private final AnswerFile file;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder unkept = new LongAdder();

    /**
     * @param teacher this one's from now on
     * @param maxBytes of its file; when it is full, no further answers are kept, and one line in the log says so
     * @throws io.posestream.trainer.TrainingException if the file cannot be used, or is another run's
     */
    public CachedTeacher(OnnxTeacher teacher, Path folder, long maxBytes) {
        this.teacher = teacher;
        this.code = new AnswerCode(teacher.student());
        Path path = folder.resolve(teacher.name() + "-" + AnswerKey.shortDigest(teacher.fingerprint()) + ".answers");
        this.file = AnswerFile.open(path, maxBytes);
        LOG.info(
                "answers of a teacher teacher={} file={} answers={} bytes={} cutOffBytes={}",
                teacher.name(),
                path,
                file.size(),
                file.sizeBytes(),
                file.cutOffBytes());
    }

    @Override
    public String name() {
        return teacher.name();
    }

    @Override
    public Optional<Answer> recall(Sample sample, Crop view) {
        return kept(key(sample, view));
    }

    @Override
    public Answer answer(Sample sample, Image image, Crop view) {
        AnswerKey key = key(sample, view);
        return kept(key).orElseGet(() -> asked(key, sample, image, view));
    }

    private AnswerKey key(Sample sample, Crop view) {
        return AnswerKey.of(teacher.fingerprint(), sample, view);
    }

    private Optional<Answer> kept(AnswerKey key) {
        Optional<Answer> kept = file.get(key).flatMap(code::decode);
        kept.ifPresent(answer -> hits.increment());
        return kept;
    }

    private Answer asked(AnswerKey key, Sample sample, Image image, Crop view) {
        misses.increment();
        byte[] bytes = code.encode(teacher.answer(sample, image, view));
        if (!file.put(key, bytes)) {
            unkept.increment();
            if (unkept.sum() == 1) {
                LOG.warn("no room for further answers teacher={} bytes={}", name(), file.sizeBytes());
            }
        }
        return code.decode(bytes).orElseThrow();
    }

    public Counts counts() {
        return new Counts(hits.sum(), misses.sum(), unkept.sum(), file.cutOffBytes());
    }

    @Override
    public void close() {
        teacher.close();
        file.close();
    }
}
