"""The recipe that makes the model shipped with Tacitus: data, training, measurement, export."""
