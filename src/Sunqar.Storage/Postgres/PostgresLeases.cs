using Npgsql;
using Sunqar.Storage.Frames;
using Sunqar.Storage.Leases;

namespace Sunqar.Storage.Postgres;

/// <summary>
/// The statements of the lease protocol. None of them has a limit of time, and none is ever cancelled: a server that is told to stop
/// waiting for its standby commits, warns, and reports success. So any warning beside an answer makes it an answer of nobody knows.
/// </summary>
internal sealed class PostgresLeases(NpgsqlDataSource source, PostgresSchema schema, PostgresPlace place) : ILeaseTable
{
    private static readonly byte[] NoChain = new byte[FrameHead.HashBytes];

    public Task<LeaseReply> TakeAsync(string stream, string owner, bool fencesAll, CancellationToken cancel) =>
        RunAsync(
            async connection =>
            {
                var batch = new NpgsqlBatch(connection);
                await using (batch.ConfigureAwait(false))
                {
                    batch.BatchCommands.Add(Command(schema.BeginLease, stream, NoChain));
                    batch.BatchCommands.Add(Command(schema.TakeLease, stream, owner, place.Lease));
                    if (fencesAll)
                        batch.BatchCommands.Add(Command(schema.FenceOthers, stream, owner));
                    batch.BatchCommands.Add(Command(schema.OwnerOf, stream));
                    return await ReadAsync(batch, hasOwner: true).ConfigureAwait(false);
                }
            },
            cancel
        );

    public Task<LeaseReply> RenewAsync(string stream, long epoch, CancellationToken cancel) =>
        RunAsync(connection => OneAsync(connection, Command(schema.RenewLease, stream, epoch, place.Lease)), cancel);

    public Task<LeaseReply> ReleaseAsync(string stream, long epoch, CancellationToken cancel) =>
        RunAsync(connection => OneAsync(connection, Command(schema.ReleaseLease, stream, epoch)), cancel);

    public Task<LeaseReply> AppendAsync(LeasedBatch batch, CancellationToken cancel) =>
        RunAsync(
            async connection =>
            {
                var command = new NpgsqlCommand(schema.Append, connection);
                await using (command.ConfigureAwait(false))
                {
                    foreach (
                        var value in (object[])
                            [batch.Stream, batch.Epoch, batch.First, batch.Count, place.Lease, batch.Hash, batch.RecordedUs]
                    )
                    {
                        command.Parameters.Add(new NpgsqlParameter { Value = value });
                    }
                    command.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = batch.Frame });
                    return await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false) is bool hasStandby
                        ? Certain(new LeaseReply(Told.Done, batch.Epoch, batch.First + batch.Count, batch.Hash), hasStandby)
                        : new LeaseReply(Told.NotHeld);
                }
            },
            cancel
        );

    private LeaseReply Certain(LeaseReply reply, bool hasStandby) =>
        hasStandby || !place.NeedsStandby
            ? reply
            : new LeaseReply(Told.InDoubt, Reason: "the database waits for no standby (synchronous_standby_names is empty)");

    private async Task<LeaseReply> OneAsync(NpgsqlConnection connection, NpgsqlBatchCommand command)
    {
        var batch = new NpgsqlBatch(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.BatchCommands.Add(command);
            return await ReadAsync(batch, hasOwner: false).ConfigureAwait(false);
        }
    }

    /// <summary>The one row of the lease, or none; and where it was asked for, whose it is.</summary>
    private async Task<LeaseReply> ReadAsync(NpgsqlBatch batch, bool hasOwner)
    {
        var reader = await batch.ExecuteReaderAsync(CancellationToken.None).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var reply = new LeaseReply(Told.NotHeld);
            if (await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                reply = Certain(
                    new LeaseReply(Told.Done, reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)),
                    reader.GetBoolean(3)
                );
            }
            if (
                hasOwner
                && await reader.NextResultAsync(CancellationToken.None).ConfigureAwait(false)
                && await reader.ReadAsync(CancellationToken.None).ConfigureAwait(false)
            )
            {
                reply = reply with { Owner = reader.GetString(0) };
            }
            return reply;
        }
    }

    private static NpgsqlBatchCommand Command(string text, params object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    /// <summary>Runs a transaction on a connection of its own, and says what is known of it afterwards.</summary>
    private async Task<LeaseReply> RunAsync(Func<NpgsqlConnection, Task<LeaseReply>> run, CancellationToken cancel)
    {
        string? warning = null;
        void Noticed(object? _, NpgsqlNoticeEventArgs told) => warning ??= told.Notice.MessageText;
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancel).ConfigureAwait(false);
            connection.Notice += Noticed;
            // Whether the server waited for its standby shows only after its last word; the run has read it when it returns.
            var reply = await run(connection).ConfigureAwait(false);
            return warning is null ? reply : new LeaseReply(Told.InDoubt, Reason: $"the database warned: {warning}");
        }
        catch (PostgresException error) when (warning is null && IsCertain(error))
        {
            return IsForAWhile(error)
                ? new LeaseReply(Told.InDoubt, Reason: error.MessageText)
                : new LeaseReply(Told.Refused, IsFull: error.SqlState == PostgresErrorCodes.DiskFull, Reason: error.MessageText);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or OperationCanceledException or IOException)
        {
            return new LeaseReply(Told.InDoubt, Reason: error.Message);
        }
        finally
        {
            if (connection is not null)
            {
                connection.Notice -= Noticed;
                if (warning is not null)
                    NpgsqlConnection.ClearPool(connection);
                await connection.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    // An error that leaves the connection up is one of the statement: its transaction is gone.
    private static bool IsCertain(PostgresException error) => error.InvariantSeverity == "ERROR";

    /// <summary>The server is not what it should be at the moment, or the statement got into another's way: asking again helps. That
    /// nothing was stored is then found out by the renewal, as for any doubt.</summary>
    private static bool IsForAWhile(PostgresException error) =>
        error.SqlState
            is PostgresErrorCodes.ReadOnlySqlTransaction
                or PostgresErrorCodes.SerializationFailure
                or PostgresErrorCodes.DeadlockDetected
                or PostgresErrorCodes.QueryCanceled
                or PostgresErrorCodes.LockNotAvailable
        || error.SqlState.StartsWith("57", StringComparison.Ordinal)
        || (error.SqlState.StartsWith("53", StringComparison.Ordinal) && error.SqlState != PostgresErrorCodes.DiskFull);
}
