package io.posestream.trainer;

import io.posestream.trainer.data.BoxBatch;
import io.posestream.trainer.net.DetectorNet;
import io.posestream.trainer.net.DetectorPass;
import io.posestream.trainer.net.Findings;
import io.posestream.trainer.net.FlatWeights;
import io.posestream.trainer.net.StepOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A detector of persons. Parts of its losses: {@link DetectorLoss#PARTS}. Closes the net. */
final class DetectorLearner implements Learner<BoxBatch> {
    private final DetectorNet net;
    private final Assignment assignment;

    DetectorLearner(DetectorNet net) {
        this.net = net;
        this.assignment = new Assignment(net.form());
    }

    @Override
    public FlatWeights weights() {
        return net.flat();
    }

    @Override
    public StepLosses gradient(BoxBatch batch, StepOptions options, double auxiliaryWeight, float[] gradients) {
        try (DetectorPass pass = net.pass(options)) {
            Findings findings = pass.forward(batch.pixels(), batch.samples());
            DetectorLoss.Parts parts = DetectorLoss.of(findings, targets(findings, batch));
            pass.backward(parts.total()).toByteBuffer(true).asFloatBuffer().get(0, gradients);
            return new StepLosses(
                    parts.total().getFloat(),
                    List.of((double) parts.scores().getFloat(), (double)
                            parts.boxes().getFloat()),
                    AdamW.norm(gradients));
        }
    }

    private List<Assignment.Targets> targets(Findings findings, BoxBatch batch) {
        float[] logits = findings.logits().toFloatArray();
        float[] boxes = findings.boxes().toFloatArray();
        int cells = net.form().cells();
        List<Assignment.Targets> targets = new ArrayList<>();
        for (int n = 0; n < batch.samples(); n++) {
            float[] scores = Arrays.copyOfRange(logits, n * cells, (n + 1) * cells);
            for (int cell = 0; cell < cells; cell++) {
                scores[cell] = (float) (1 / (1 + Math.exp(-scores[cell])));
            }
            float[] own = Arrays.copyOfRange(boxes, 4 * n * cells, 4 * (n + 1) * cells);
            targets.add(assignment.of(scores, own, batch.pictures().get(n)));
        }
        return targets;
    }

    @Override
    public void close() {
        net.close();
    }
}
