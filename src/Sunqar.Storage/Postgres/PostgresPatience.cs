using Npgsql;

namespace Sunqar.Storage.Postgres;

/// <summary>
/// Asks a question again while the database changes servers, which takes half a minute: whoever reads the journal waits, as for
/// a slow disk,
/// and does not fall over it. Only for what does no harm when it is done twice. What stays without an answer is an error of input and
/// output, as with files.
/// </summary>
internal sealed class PostgresPatience(PostgresPlace place, TimeProvider clock, Action<string> warn, CancellationToken closing)
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(5),
        Pace = TimeSpan.FromMilliseconds(250),
        Quiet = TimeSpan.FromSeconds(10);

    /// <exception cref="IOException">The database refuses, or gave no answer for too long.</exception>
    public T Ask<T>(Func<T> ask)
    {
        var (began, warned) = (clock.GetTimestamp(), false);
        while (true)
        {
            try
            {
                return ask();
            }
            catch (NpgsqlException error) when (MayPass(error) && clock.GetElapsedTime(began) < Length && !closing.IsCancellationRequested)
            {
                if (!warned && clock.GetElapsedTime(began) >= Quiet)
                {
                    warn($"{place} gives no answer and is asked again: {error.Message}");
                    warned = true;
                }
                closing.WaitHandle.WaitOne(Pace);
            }
            catch (NpgsqlException error)
            {
                throw Failed(error);
            }
        }
    }

    /// <summary>Asks once: where an answer is not to be waited for, or a second time would not be the same.</summary>
    /// <inheritdoc cref="Ask"/>
    public T AskOnce<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (NpgsqlException error)
        {
            throw Failed(error);
        }
    }

    private IOException Failed(NpgsqlException error) => new($"{place} cannot be used: {error.Message}", error);

    /// <summary>Connections that break, servers that start, stop, or take no writes at the moment.</summary>
    internal static bool MayPass(NpgsqlException error) =>
        error is not PostgresException said
        || said.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
        || said.SqlState[..2] is "08" or "40" or "53" or "57";
}
