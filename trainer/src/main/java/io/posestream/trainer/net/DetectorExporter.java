package io.posestream.trainer.net;

import io.posestream.schemas.ModelContract;
import io.posestream.schemas.ModelContract.ChannelOrder;
import io.posestream.schemas.ModelContract.Codec;
import io.posestream.trainer.onnx.GraphBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a detector's weights as an ONNX file that describes itself and is read as RTMDet's files of MMDeploy are: input
 * {@code input [1, 3, H, W] float32}, outputs {@code dets [1, k, 5]} x1, y1, x2, y2, score in input pixels, best first, and
 * {@code labels [1, k]}, all 0. Of boxes that overlap the graph keeps the best.
 *
 * <p>One picture a run: how many are found differs from picture to picture, and no server asks for more.
 */
public final class DetectorExporter {
    /** Of RTMDet's test settings, as is the number of boxes. Who serves it may ask for more than this score. */
    static final double LEAST_SCORE = .05;

    static final int MOST_BOXES = 100;

    /** Intersection over union above which two boxes are one person's. */
    static final double SAME_PERSON = .6;

    private final DetectorForm form;
    private final GraphBuilder graph;
    private final CspGraph layers;

    private DetectorExporter(DetectorForm form, Map<String, float[]> weights, String name) {
        this.form = form;
        this.graph = new GraphBuilder(name);
        this.layers = new CspGraph(graph, weights);
    }

    /**
     * @param weights all of them by name
     * @param name of the model, for people
     * @param metadata that the file has besides the contract
     * @return the file
     */
    public static byte[] export(
            DetectorForm form, Map<String, float[]> weights, String name, Map<String, String> metadata) {
        Map<String, String> all = new LinkedHashMap<>(metadata);
        all.putAll(contract(form, name).toMetadata());
        return new DetectorExporter(form, weights, name).file(all);
    }

    private static ModelContract contract(DetectorForm form, String name) {
        return new ModelContract(
                name,
                Codec.RTMDET,
                "input",
                form.widthPx(),
                form.heightPx(),
                ChannelOrder.RGB,
                StudentExporter.decimals(Net.MEAN),
                StudentExporter.decimals(Net.STD),
                List.of("dets", "labels"),
                List.of(),
                0,
                0);
    }

    private byte[] file(Map<String, String> metadata) {
        CspGraph.Features features =
                layers.backbone(form.backbone(), graph.inputOfOne("input", 3, form.heightPx(), form.widthPx()));
        int channels = form.gridChannels();
        int above = form.backbone().channels(CspForm.STAGES);
        String reduced = layers.convModule(features.stage4(), Names.NECK_REDUCTION, above, channels, 1, 1);
        String both = graph.concat(List.of(graph.doubled(reduced), features.stage3()));
        String grid = layers.crossStage(both, Names.NECK_CSP, new CspGraph.Channels(2 * channels, channels), 1, false);
        String logits = layers.plain(tower(grid, Names.SCORE), Names.SCORE, channels, 1, 1);
        String scores = graph.operator("Sigmoid", graph.reshape(logits, 1, 1, form.cells()));
        String sides = layers.plain(tower(grid, Names.BOX), Names.BOX, channels, 4, 1);
        kept(boxes(sides), scores);
        return graph.build(metadata);
    }

    private String tower(String x, String name) {
        String y = x;
        for (int layer = 0; layer < DetectorForm.TOWER; layer++) {
            y = layers.separable(y, Names.tower(name, layer), form.gridChannels());
        }
        return y;
    }

    /** {@code [1, cells, 4]}. */
    private String boxes(String sides) {
        String rows = graph.transpose(graph.reshape(sides, 1, 4, form.cells()), 0, 2, 1);
        String bounded = graph.operator(
                "Clip", rows, graph.scalar(DetectorNet.LEAST_EXPONENT), graph.scalar(DetectorNet.MOST_EXPONENT));
        String ways = graph.operator(
                "Mul", graph.operator("Exp", bounded), graph.constant("signs", DetectorNet.signs(), 1, 1, 4));
        return graph.operator("Add", ways, graph.constant("middles", DetectorNet.corners(form), 1, form.cells(), 4));
    }

    private void kept(String boxes, String scores) {
        GraphBuilder.Suppression rule = new GraphBuilder.Suppression(MOST_BOXES, SAME_PERSON, LEAST_SCORE);
        String cells = graph.suppressed(boxes, scores, rule);
        String box = graph.gathered(boxes, cells, 1);
        String score = graph.reshape(graph.gathered(scores, cells, 2), 1, -1, 1);
        graph.outputOfOne("dets", graph.concat(List.of(box, score), 2), true, "persons", 5);
        graph.outputOfOne("labels", graph.reshape(graph.zeros(cells), 1, -1), false, "persons");
    }
}
