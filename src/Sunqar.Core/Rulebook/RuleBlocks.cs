namespace Sunqar.Core.Rulebook;

/// <summary>A rule as it stands in a rulebook's text.</summary>
/// <param name="FirstLine">The line of the word <c>rule</c>, from 1.</param>
/// <param name="LastLine">The line of its <c>end</c>.</param>
/// <param name="Text">Those lines.</param>
public sealed record RuleBlock(string Name, int FirstLine, int LastLine, string Text);

/// <summary>Where the rules of a text stand. It needs no rulebook without faults: whoever edits has one with some.</summary>
public static class RuleBlocks
{
    /// <summary>The rules in the order of the text; none where it cannot be cut into words.</summary>
    public static IReadOnlyList<RuleBlock> Of(string text)
    {
        List<Token> tokens;
        try
        {
            tokens = Lexer.Cut(text, new Place(1, 1));
        }
        catch (RulebookFaultException)
        {
            return [];
        }
        var (lines, blocks) = (text.Split('\n'), new List<RuleBlock>());
        for (var at = 0; at + 1 < tokens.Count; at++)
        {
            if (!tokens[at].Is("rule") || tokens[at + 1].Kind != TokenKind.Word)
                continue;
            var end = tokens.FindIndex(at, token => token.Is("end"));
            if (end < 0)
                break;
            var (first, last) = (tokens[at].Place.Line, tokens[end].Place.Line);
            blocks.Add(new RuleBlock(tokens[at + 1].Text, first, last, string.Join('\n', lines[(first - 1)..last])));
            at = end;
        }
        return blocks;
    }
}
