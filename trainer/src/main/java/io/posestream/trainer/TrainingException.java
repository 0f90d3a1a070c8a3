package io.posestream.trainer;

<<<<<<< HEAD
/** Training, or something around it, cannot go on; the message says in one line what is wrong and what to do. */
=======
/** Training cannot go on, for a reason that a user can mend; the message says what is wrong and what to do. */
>>>>>>> student
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
