"""What a figure shows, in words: the text alternative of the drawing. The words themselves are content."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """The name of a movement, the pose at its start, what moves, and the pose at the turning point."""

    name: str
    start: str
    movement: str
    end: str

    @property
    def description(self) -> str:
        return f"{self.start} {self.movement} {self.end}"
