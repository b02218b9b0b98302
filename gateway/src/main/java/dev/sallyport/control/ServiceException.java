package dev.sallyport.control;

import java.io.Serial;
import java.util.Map;

/**
 * An error in AWS's terms: the status, the exception's name and the message that the client sees, written in the form
 * of the service's protocol.
 */
public final class ServiceException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> members;

    public ServiceException(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** @param members further members of the error's body, for example Lambda's {@code Type} and {@code Reason} */
    public ServiceException(int status, String code, String message, Map<String, String> members) {
        super(message);
        this.status = status;
        this.code = code;
        this.members = members;
    }

    /** 400 BadRequestException. */
    public static ServiceException badRequest(String message) {
        return new ServiceException(400, "BadRequestException", message);
    }

    /** 404 NotFoundException. */
    public static ServiceException notFound(String message) {
        return new ServiceException(404, "NotFoundException", message);
    }

    /** 409 ConflictException. */
    public static ServiceException conflict(String message) {
        return new ServiceException(409, "ConflictException", message);
    }

    /**
     * 501: something that AWS has and Sallyport does not have yet.
     *
     * @param what names it, as the subject of a sentence: {@code "authorizationType AWS_IAM of GET /pets"}
     */
    public static ServiceException notSupported(String what) {
        return new ServiceException(
                501, "NotImplementedException", what + " is not supported by this version of Sallyport");
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    public Map<String, String> members() {
        return members;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
