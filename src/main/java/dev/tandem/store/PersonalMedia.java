package dev.tandem.store;

import dev.tandem.media.MediaItem;
import dev.tandem.operation.DataSubject;
import dev.tandem.operation.PersonalData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.JdbcTemplate;

/** Files that were sent to or by a person. Found by their messages, so it is asked before these are erased. */
public final class PersonalMedia implements PersonalData {

    private final JdbcTemplate jdbc;

    public PersonalMedia(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String kind() {
        return "media";
    }

    @Override
    public List<Map<String, Object>> export(DataSubject person) {
        return files(person).stream()
                .map(file -> Columns.row(
                        "id", file.id(),
                        "url", "/api/v1/media/" + file.id(),
                        "messageId", file.messageId(),
                        "at", file.writtenAt().toString(),
                        "state", file.state().code(),
                        "contentType", file.contentType(),
                        "fileName", file.fileName(),
                        "size", file.size(),
                        "sha256", file.sha256()))
                .toList();
    }

    @Override
    public int erase(DataSubject person, Instant now) {
        return JdbcMedia.erase(jdbc, files(person).stream().map(MediaItem::id).toList());
    }

    private List<MediaItem> files(DataSubject person) {
        return jdbc.query(
                """
                select * from media where exists (
                  select 1 from message m
                  where m.phone_number_id = media.phone_number_id and m.message_id = media.message_id
                    and m.%s)
                order by written_at, media_id""".formatted(Columns.ofPerson(person, "m.contact")), JdbcMedia::read, Columns.values(person));
    }
}
