-- What Drizzle cannot say: a room, a person or a piece of gear is never booked twice, whoever presses at once (P11).
-- Held, pending and confirmed alike: a row is inactive only once its booking came to nothing.
alter table booking_resources
  add constraint booking_resources_never_twice
  exclude using gist (studio_id with =, resource_id with =, occupies with &&) where (active);
--> statement-breakpoint
alter table booking_resources
  add constraint booking_resources_occupies
  check (lower(occupies) = starts_at
    and upper(occupies) = ends_at + make_interval(mins => greatest(buffer_before_minutes, buffer_after_minutes)));
