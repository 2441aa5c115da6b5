"""Write the golden files anew: ``python -m tests.golden.write``, from the top of the repository."""

from __future__ import annotations

from tests.golden.files import FOLDER, golden_files


def main() -> None:
    wanted = golden_files()
    for path in [*FOLDER.glob("*.sql"), *FOLDER.glob("*.diff")]:
        if path.name not in wanted:
            path.unlink()
    for name, content in wanted.items():
        (FOLDER / name).write_text(content, encoding="utf-8", newline="\n")
    print(f"{len(wanted)} golden files in {FOLDER}")


if __name__ == "__main__":
    main()
