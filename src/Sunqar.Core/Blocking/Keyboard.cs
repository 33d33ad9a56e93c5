namespace Sunqar.Core.Blocking;

/// <summary>Which letters lie side by side on a keyboard (QWERTY): where fingers slip.</summary>
internal static class Keyboard
{
    private static readonly string[] Rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

    public static bool AreNeighbours(char a, char b) =>
        Place(a) is var (row, column)
        && Place(b) is var (otherRow, otherColumn)
        && Math.Abs(row - otherRow) <= 1
        && Math.Abs(column - otherColumn) <= 1;

    private static (int Row, int Column)? Place(char c)
    {
        for (var row = 0; row < Rows.Length; row++)
        {
            if (Rows[row].IndexOf(c, StringComparison.Ordinal) is >= 0 and var column)
                return (row, column);
        }
        return null;
    }
}
