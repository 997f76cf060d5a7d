package dev.minik.cli.progress;

import dev.minik.cli.output.Json;
import dev.minik.progress.ProgressEvent;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** One JSON object per line, for programs. The keys are part of the command line's interface. */
final class JsonView implements View {
    private final PrintStream err;
    private final boolean verbose;

    JsonView(PrintStream err, boolean verbose) {
        this.err = err;
        this.verbose = verbose;
    }

    @Override
    public void on(ProgressEvent event) {
        var map = new LinkedHashMap<String, Object>();
        if (event instanceof ProgressEvent.StepStarted started) {
            map.put("event", "step-started");
            map.put("step", started.step());
            map.put("title", started.title());
            started.expected().ifPresent(time -> map.put("expectedMillis", time.toMillis()));
        } else if (event instanceof ProgressEvent.StepDone done) {
            map.put("event", "step-done");
            map.put("step", done.step());
            map.put("title", done.title());
            map.put("tookMillis", done.took().toMillis());
        } else if (event instanceof ProgressEvent.StepFailed failed) {
            map.put("event", "step-failed");
            map.put("step", failed.step());
            map.put("title", failed.title());
            map.put("tookMillis", failed.took().toMillis());
        } else if (event instanceof ProgressEvent.Detail detail) {
            if (!verbose) {
                return;
            }
            map.put("event", "detail");
            map.put("step", detail.step());
            map.put("text", detail.text());
        } else if (event instanceof ProgressEvent.Warning warning) {
            map.put("event", "warning");
            map.put("text", warning.text());
        } else if (event instanceof ProgressEvent.Notice notice) {
            map.put("event", "notice");
            map.put("text", notice.text());
        } else {
            throw new IllegalArgumentException("unknown event " + event);
        }
        print(map);
    }

    @Override
    public void message(String text) {
        var map = new LinkedHashMap<String, Object>();
        map.put("event", "message");
        map.put("text", text);
        print(map);
    }

    @Override
    public void failure(Failure failure) {
        var map = new LinkedHashMap<String, Object>();
        map.put("event", "error");
        map.put("exitCode", failure.exitCode().code());
        map.put("cause", failure.cause());
        map.put("remedy", failure.remedy());
        map.put("details", failure.details());
        if (verbose) {
            failure.thrown().ifPresent(thrown -> map.put("stackTrace", Lines.stackTrace(thrown)));
        }
        print(map);
    }

    @Override
    public synchronized void aside(Runnable work) {
        work.run();
    }

    @Override
    public void close() {
        err.flush();
    }

    private synchronized void print(Map<String, Object> map) {
        err.println(Json.compact(map));
    }
}
