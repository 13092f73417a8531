package dev.tandem.media;

import dev.tandem.domain.Cause;
import dev.tandem.domain.LateDecision;
import dev.tandem.domain.Reason;
import dev.tandem.send.LaneCheck;
import java.time.Duration;
import java.util.Optional;

/** A send that names a file leaves when Meta has the file; the upload begins here and others need not wait for it. */
public final class FileCheck implements LaneCheck {

    /** An upload takes a second or two; then the send is asked again. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final FileDesk desk;
    private final FileUploads uploads;

    public FileCheck(FileDesk desk, FileUploads uploads) {
        this.desk = desk;
        this.uploads = uploads;
    }

    @Override
    public Optional<Obstacle> obstacle(Leaving leaving) {
        Optional<Obstacle> obstacle = Optional.empty();
        for (String file : FileRefs.in(leaving.content(), leaving.decision() != LateDecision.FREEFORM)) {
            FileDesk.Standing standing = desk.standing(leaving.number(), file);
            if (standing instanceof FileDesk.Standing.Refused refused) {
                return Optional.of(new Obstacle.Refuse(refused.cause()));
            }
            if (standing instanceof FileDesk.Standing.NotUploaded) {
                uploads.want(leaving.number(), file);
                obstacle = Optional.of(new Obstacle.WaitInOrder(
                        Cause.of(Reason.MEDIA_UPLOADING), leaving.now().plus(PAUSE)));
            }
        }
        return obstacle;
    }
}
