package dev.tandem.steps;

import dev.tandem.domain.MediaKind;
import dev.tandem.domain.Reason;
import java.io.IOException;
import java.io.InputStream;
import org.apache.tomcat.util.http.fileupload.FileItemIterator;
import org.apache.tomcat.util.http.fileupload.FileItemStream;
import org.apache.tomcat.util.http.fileupload.FileUpload;
import org.apache.tomcat.util.http.fileupload.FileUploadException;
import org.apache.tomcat.util.http.fileupload.UploadContext;

/**
 * A form with a file, {@code multipart/form-data}, as a browser or {@code curl -F file=@list.pdf} sends it. The file is read
 * from the connection as it comes; what stands behind it is not read. Fields before it are passed over.
 *
 * @param contentType the file's, as the form says it, or by the ending of its name where the form does not know
 */
record FileForm(String contentType, InputStream bytes) {

    private static final String OCTETS = "application/octet-stream";

    /**
     * Reads up to the first file.
     *
     * @throws ProblemException 422 when it is no form, or has no file
     * @throws IOException when the bytes cannot be read
     */
    static FileForm read(String contentType, InputStream body) throws IOException {
        try {
            FileItemIterator parts = new FileUpload().getItemIterator(new Body(contentType, body));
            while (parts.hasNext()) {
                FileItemStream part = parts.next();
                if (!part.isFormField()) {
                    return new FileForm(typeOf(part), part.openStream());
                }
            }
        } catch (FileUploadException e) {
            throw unreadable("The form cannot be read (" + e.getMessage() + ").");
        }
        throw unreadable("The form has no file in it.");
    }

    private static ProblemException unreadable(String what) {
        return new ProblemException(
                422,
                Reason.INVALID_REQUEST,
                what
                        + " Send one as in curl -F file=@list.pdf, or the bytes alone as in curl --data-binary @list.pdf -H"
                        + " 'Content-Type: application/pdf'.");
    }

    private static String typeOf(FileItemStream part) {
        String said = part.getContentType();
        boolean isKnown = said != null && !said.isBlank() && !said.startsWith(OCTETS);
        return isKnown ? said : MediaKind.typeOf(part.getName()).orElse(OCTETS);
    }

    /** The body as the parser wants it. */
    private record Body(String type, InputStream bytes) implements UploadContext {
        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public String getCharacterEncoding() {
            return "UTF-8";
        }

        @Override
        public InputStream getInputStream() {
            return bytes;
        }

        /** Not known: it is counted while it is read. */
        @Override
        public long contentLength() {
            return -1;
        }
    }
}
